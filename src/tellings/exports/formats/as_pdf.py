"""A briefing as PDF: the page of ``as_html`` as it prints, set by WeasyPrint without any network."""

from collections.abc import Sequence
from typing import Any

from tellings.exports.as_html import to_html
from tellings.model.brief import Briefing
from tellings.model.document import Document

_OPEN = "details.more > summary { display: none; }"
"""On paper everything is open: "5 more" would promise what stands below it already."""


def to_pdf(briefing: Briefing, documents: Sequence[Document], *, weasyprint: Any) -> bytes:
    """The pages, tagged for screen readers; ``weasyprint`` is handed in.

    The texts of the reports are left out: they belong to their outlets, and what a line rests on is quoted. Nothing is
    fetched: the page holds all it shows.
    """

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Refuses every address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Never answers."""
            raise ValueError(f"nothing is fetched for a PDF: {url[:200]}")

    page = weasyprint.HTML(string=to_html(briefing, ()), url_fetcher=Nothing())
    made: bytes = page.write_pdf(stylesheets=[weasyprint.CSS(string=_OPEN)], pdf_variant="pdf/ua-1")
    return made
