"""What is asked of a report's sentence, what it holds, and how it falls short."""

from dataclasses import dataclass

from tellings.model.span import Span
from tellings.story.check_line import Deed, Line
from tellings.story.check_names import Ids
from tellings.text.spans import overlap


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the draft's sentence that a report's sentence does not bear out; ``clash`` where it says otherwise."""

    kind: str
    clash: bool
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence of the draft with what is to be borne out by one sentence: ``words`` without names and numbers."""

    line: Line
    words: tuple[str, ...]
    outside: tuple[Span, ...]
    """Quoted words and roles, which are tested by themselves."""
    undated: bool = False
    """Whether nobody knows what day the draft counts its days from."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a report with what stands around it."""

    line: Line
    near_words: frozenset[str]
    near_actors: Ids


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome for one pair: the share of the draft's words that stand in the report, and the faults."""

    told: Told
    coverage: float
    faults: tuple[Fault, ...]
    aligned: bool
    """Whether the report's sentence has a deed of the draft's."""


def stands_alone(deed: Deed, line: Line) -> bool:
    """Whether a verb of reporting is told as a deed and introduces nothing: "the inquiry has reported"."""
    after = line.reading.document.text[deed.trigger.end : line.span.end].lstrip()
    return not line.said and (not after or after[0] in ".;!?" or after.split()[0] in ("on", "by", "in"))


def is_free(asked: Asked, span: Span) -> bool:
    """Whether a place of the draft is tested here, and not with its quotations and roles."""
    return not any(overlap(span, other) for other in asked.outside)
