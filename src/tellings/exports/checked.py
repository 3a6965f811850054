"""What every readable format of a checked draft shares: the words for verdicts, and the draft cut into pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.exports.characters import shorten
from tellings.model.check import Check, CheckedSentence, CheckVerdict
from tellings.model.span import Evidence

VERDICTS: dict[CheckVerdict, str] = {
    "contradicted": "Contradicted",
    "unsupported": "Not in the reports",
    "differs": "Reports differ",
    "supported": "Supported",
    "opinion": "Opinion",
}
"""In order of gravity."""

_COUNTED: dict[CheckVerdict, str] = {"unsupported": "not in the reports", "differs": "on which reports differ"}
MARKS: dict[CheckVerdict, str] = {
    "contradicted": "✗", "unsupported": "?", "differs": "≠", "supported": "✓", "opinion": "“"
}  # fmt: skip
_LABEL = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft: a sentence with its number, or what stands between two."""

    text: str
    number: int = 0
    sentence: CheckedSentence | None = None


def cut(check: Check) -> Iterator[Piece]:
    """The whole draft in order; joined together the pieces are its text."""
    text, at = check.draft.text, 0
    for number, sentence in enumerate(check.sentences, 1):
        if at < sentence.start:
            yield Piece(text[at : sentence.start])
        yield Piece(text[sentence.start : sentence.end], number, sentence)
        at = sentence.end
    if at < len(text):
        yield Piece(text[at:])


def counts(check: Check) -> list[tuple[CheckVerdict, int]]:
    """How many sentences have each verdict, the gravest first; verdicts that none has are left out."""
    return [(verdict, number) for verdict in VERDICTS if (number := getattr(check, verdict))]


def say_counts(check: Check) -> str:
    """ "2 contradicted, 5 supported of 7 sentences"."""
    listed = ", ".join(f"{number} {_COUNTED.get(verdict, verdict)}" for verdict, number in counts(check))
    total = len(check.sentences)
    return f"{total} {'sentence' if total == 1 else 'sentences'}: {listed}" if total else "no sentence to check"


def label_of(check: Check, doc: str) -> str:
    """The report as a reader knows it: its outlet, or its title, or where it was read from."""
    for document in check.documents:
        if document.id == doc:
            return shorten(document.outlet or document.title or document.location, _LABEL)
    return doc


def cited(check: Check, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """For each citation the label of its report and the words cited, on one line."""
    return [(label_of(check, e.doc), shorten(e.text, 400)) for e in evidence]
