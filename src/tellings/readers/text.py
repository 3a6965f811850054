"""Plain text files."""

from collections.abc import Iterator

from tellings.model.document import Document, Skipped
from tellings.text.decode import NotTextError, decode
from tellings.text.names import document_id


def read_text(data: bytes, location: str, *, charset: str = "") -> Iterator[Document | Skipped]:
    """One document whose text is the decoded file, character for character; only a byte-order mark is dropped.

    ``charset`` is what a server said of it; it counts where the bytes do not tell.
    """
    try:
        decoded = decode(data, declared=charset)
    except NotTextError as err:
        yield Skipped(location, str(err))
        return
    if not holds_words(decoded.text):
        yield Skipped(location, "holds no words")
        return
    yield Document(document_id(decoded.text), location, decoded.text, notes=decoded.notes)


def holds_words(text: str) -> bool:
    """Whether there is at least one letter or digit."""
    return any(map(str.isalnum, text))
