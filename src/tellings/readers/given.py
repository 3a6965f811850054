"""What a caller says of all reports: their day, their language, how long one may be."""

from dataclasses import replace
from datetime import date

from tellings.model.document import Document, Published, Skipped


def settle(
    item: Document | Skipped, *, on_date: date | None, language: str | None, max_characters: int
) -> Document | Skipped:
    """The document with the day and language given for those that carry none; what is too long is left out."""
    if isinstance(item, Skipped):
        return item
    doc = item
    if len(doc.text) > max_characters:
        words = f"holds {len(doc.text):,} characters, too many for one report (the limit is {max_characters:,})"
        return Skipped(doc.location, f"{words}: split it into reports, or raise the limit with --max-characters")
    if on_date is not None and doc.published.basis == "unknown":
        doc = replace(doc, published=Published(on_date, on_date, "metadata", why="given by the caller"))
    return replace(doc, language=language) if language and not doc.language else doc
