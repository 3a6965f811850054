"""The readable text of a web page, without its furniture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The readable text of a page, paragraphs parted by a blank line; "" where the page has none."""

    text: str


def extract_main_text(html: str) -> Extracted:
    """The article of the page, as trafilatura finds it."""
    import trafilatura

    text = trafilatura.extract(html, include_comments=False, with_metadata=False) or ""
    return Extracted(text.replace("\n", "\n\n"))
