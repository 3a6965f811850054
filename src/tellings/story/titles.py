"""The title of a report, wherever it stands."""

from tellings.model.reading import Reading


def title_of(reading: Reading) -> str | None:
    """The report's title: the one given beside its text, else its title block, else ``None``."""
    doc = reading.document
    if doc.title:
        return doc.title
    return next((doc.text[b.span.start : b.span.end] for b in reading.blocks if b.kind == "title"), None)
