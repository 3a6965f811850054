"""Places in a text, and the words found there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval ``[start, end)`` of code points in one ``Document.text``.

    Raises:
        ValueError: when the interval is empty, reversed or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"Span({self.start}, {self.end}) is no place in a text: "
                "0 <= start < end must hold, counted in code points."
            )


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Words of one report with the place they stand at: ``document.text[start:end] == text``.

    ``doc`` is the id of a ``Document``. Build it with ``tellings.text.spans.cite``, which
    copies the words from the document, so that they cannot differ from it.

    Raises:
        ValueError: when the words are blank or their length is not ``end - start``.
    """

    doc: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not self.doc:
            raise ValueError("Evidence needs the id of the document it cites.")
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(
                f"Evidence {self.start}:{self.end} of {self.doc} does not fit its words "
                f"({len(self.text)} characters): text must be document.text[start:end]."
            )
        if not self.text.strip():
            raise ValueError(f"Evidence {self.start}:{self.end} of {self.doc} is blank.")
