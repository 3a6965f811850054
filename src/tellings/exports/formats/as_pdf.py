"""A briefing as PDF: the page of ``as_html`` as it prints, set by WeasyPrint without any network."""

from collections.abc import Sequence
from typing import Any

from tellings.exports.as_html import to_html
from tellings.model.brief import Briefing
from tellings.model.document import Document

_PAPER = """
@page { margin: 16mm 15mm; }
body { font-size: 9.5pt; line-height: 1.4; }
details.more:not([open]) > *:not(summary), .sources, footer .leads { display: none; }
details.more > summary { list-style: none; }
details.more > summary::marker { content: ""; }
.story header::after {
  content: "On paper stands what matters most. Where a line says that there is more, and for the texts of the reports, \
see the brief as HTML; as JSON it holds all there is.";
  display: block; margin-top: .6em; font-size: 9pt; color: #444;
}
.story .brief { max-width: none; }
"""
"""On paper stands what the page shows at first: all there is fills a book that nobody prints."""


def to_pdf(briefing: Briefing, documents: Sequence[Document], *, weasyprint: Any) -> bytes:
    """The pages, tagged for screen readers; ``weasyprint`` is handed in.

    What the page folds is left out but for how much it is, and a sentence says where all of it stands. So are the texts
    of the reports: they belong to their outlets, and what a line rests on is quoted. Nothing is fetched: the page holds
    all it shows.
    """

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Refuses every address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Never answers."""
            raise ValueError(f"nothing is fetched for a PDF: {url[:200]}")

    page = weasyprint.HTML(string=to_html(briefing, ()), url_fetcher=Nothing())
    made: bytes = page.write_pdf(stylesheets=[weasyprint.CSS(string=_PAPER)], pdf_variant="pdf/ua-1")
    return made
