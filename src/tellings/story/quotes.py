"""The same utterance in several reports, told once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tellings.model.brief import Utterance, Variant
from tellings.model.reading import Quotation, QuotationKind, Reading, Speaker
from tellings.model.span import Evidence, Span
from tellings.model.story import MergedActor, Told
from tellings.text.names import fold, hash_id
from tellings.text.spans import cite

_KINDS: tuple[QuotationKind, ...] = ("direct", "turn", "mixed", "indirect", "scare")  # whose wording speaks for all
_SHINGLE = 4  # words; two reports with this many in a row are compared closely
_SAME = 0.8  # share of the shorter utterance's words that must stand in the longer, in order, for one utterance
_MOST = 40  # groups that share the same words in a row; more are not compared, so that what recurs costs no square
_OTHERS = 8  # words; the same where the reports name two speakers that may be one (an office and its holder)
_SHORT = 4  # words; a shorter utterance is the same only where all its words are and the speaker is


@dataclass(slots=True)
class _Said:
    """One quotation of one report, ready to be compared."""

    reading: Reading
    quotation: Quotation
    speaker: Speaker | None
    actor: MergedActor | None
    evidence: Evidence
    words: tuple[str, ...]
    published: str
    pairs: frozenset[tuple[str, ...]] = field(init=False)
    line: str = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = frozenset(self.words[i : i + 2] for i in range(len(self.words) - 1))
        self.line = f" {' '.join(self.words)} "

    @property
    def name(self) -> str | None:
        return self.speaker.name if self.speaker else None

    @property
    def order(self) -> tuple[str, str, int, int]:
        return (self.published, self.reading.document.id, self.evidence.start, self.evidence.end)


@dataclass(slots=True)
class _Group:
    """Quotations held to be one utterance: by report what was said there, each wording once, and where it ends.

    ``speakers`` holds one quotation for each actor named for it.
    """

    members: list[_Said] = field(default_factory=list)
    speakers: dict[str, _Said] = field(default_factory=dict)
    wordings: dict[str, dict[tuple[str, str | None, QuotationKind], _Said]] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)

    def add(self, one: _Said) -> None:
        doc = one.reading.document.id
        self.members.append(one)
        if one.actor:
            self.speakers.setdefault(one.actor.id, one)
        self.wordings.setdefault(doc, {}).setdefault((one.line, one.name, one.quotation.kind), one)
        self.ends[doc] = max(one.evidence.end, self.ends.get(doc, 0))

    def admits(self, one: _Said) -> bool:
        """Whether it is the group's utterance: as the first of it, and against nobody named for any of it."""
        if not _same(one, self.members[0]) or not all(_compatible(one, other) for other in self.speakers.values()):
            return False
        doc = one.reading.document.id
        if doc not in self.ends:
            return True
        return self.ends[doc] <= one.evidence.start and all(
            _repeats(one, other) for other in self.wordings[doc].values()
        )


def merge_quotations(told: Told) -> tuple[Utterance, ...]:
    """The utterances of a story by day and place of the first report that carries each; every report's wording kept.

    Utterances are the same when one holds nearly all words of the other and no two different people are named for them.
    The first report that has the words in full gives the text, the first that names an actor the speaker; other
    wordings are variants.
    """
    days = {a.doc: str(a.published.earliest or "9999") for a in told.anchors}
    actors = {member: actor for actor in told.actors for member in actor.members}
    said = []
    for reading in told.readings:
        day = days.get(reading.document.id, "9999")
        speakers = {speaker.span: speaker for speaker in reversed(reading.speakers)}
        said += [
            _prepare(reading, q, speakers.get(q.speaker) if q.speaker else None, actors, day)
            for q in reading.quotations
        ]
    said.sort(key=lambda s: s.order)
    return tuple(_utter(group) for group in _group(said))


def _prepare(
    reading: Reading,
    quotation: Quotation,
    speaker: Speaker | None,
    actors: dict[tuple[str, str], MergedActor],
    published: str,
) -> _Said:
    actor = actors.get((reading.document.id, speaker.entity)) if speaker and speaker.entity else None
    evidence = cite(reading.document, quotation.content[0].start, quotation.content[-1].end)
    return _Said(reading, quotation, speaker, actor, evidence, _words(reading, quotation.content), published)


def _words(reading: Reading, content: Iterable[Span]) -> tuple[str, ...]:
    text = reading.document.text
    return tuple(fold(" ".join(text[s.start : s.end] for s in content)).split())


def _group(said: list[_Said]) -> list[list[_Said]]:
    """``said``, in order, as groups of one utterance each."""
    groups: list[_Group] = []
    holding: dict[tuple[str, ...], dict[int, None]] = {}
    for one in said:
        keys = _keys(one)
        near = {at for key in keys for at in holding.get(key, ())}
        at = next((at for at in sorted(near) if groups[at].admits(one)), len(groups))
        if at == len(groups):
            groups.append(_Group())
        groups[at].add(one)
        for key in keys:
            held = holding.setdefault(key, {})
            if len(held) < _MOST:
                held.setdefault(at)
    return [group.members for group in groups]


def _keys(one: _Said) -> list[tuple[str, ...]]:
    words = one.words
    if len(words) < _SHINGLE:
        return [words]
    return sorted({words[i : i + _SHINGLE] for i in range(len(words) - _SHINGLE + 1)})


def _same(one: _Said, other: _Said) -> bool:
    if (one.quotation.kind == "scare") != (other.quotation.kind == "scare") or not _compatible(one, other):
        return False
    if one.words == other.words:
        return True
    short, long = sorted((one, other), key=lambda s: len(s.words))
    if len(short.words) < (_SHORT if _actor(one) == _actor(other) else _OTHERS):
        return False
    held = sum(short.words[i : i + 2] in long.pairs for i in range(len(short.words) - 1))
    return held >= _SAME * (len(short.words) - 1)


def _actor(one: _Said) -> str | None:
    return one.actor.id if one.actor else None


def _repeats(one: _Said, other: _Said) -> bool:
    """Whether a report only repeats itself: the same speaker, and one's words stand whole in the other."""
    if one.name != other.name:
        return False
    if one.words == other.words and one.quotation.kind == other.quotation.kind:
        return True
    short, long = sorted((one, other), key=lambda s: len(s.line))
    quoted = "indirect" not in (one.quotation.kind, other.quotation.kind)
    return one.name is not None and quoted and len(short.words) >= _SHORT and short.line in long.line


def _compatible(one: _Said, other: _Said) -> bool:
    """Whether both may be the same speaker: not two different people, not a person and another's office by name."""
    if one.actor is None or other.actor is None or one.actor.id == other.actor.id:
        return True
    return one.actor.kind != "person" or other.actor.kind != "person"


def _utter(group: list[_Said]) -> Utterance:
    first = min(group, key=lambda s: (_KINDS.index(s.quotation.kind), s.order))
    named = sorted((s for s in group if s.speaker), key=lambda s: (s.actor is None, s.order))
    best = named[0] if named else None
    scare = first.quotation.kind == "scare"
    evidence: dict[str, Evidence] = {}
    longest: dict[str, int] = {}
    variants = []
    for one in sorted(group, key=lambda s: s.order):
        # Of a report's own repeats the fullest counts, then the last: not the headline but the text under it.
        if len(one.words) >= longest.get(one.evidence.doc, 0):
            evidence[one.evidence.doc], longest[one.evidence.doc] = one.evidence, len(one.words)
        if one.words != first.words:
            variants.append(Variant(_wording(one), one.evidence))
    own = [s.speaker for s in named if s.speaker and best and _actor(s) == _actor(best)]
    role = next((speaker.role for speaker in own if speaker.role), None)
    cue = next((_text(s, s.quotation.cue) for s in group if s.quotation.cue), None)
    printed = next(
        (_text(s, s.quotation.source) for s in sorted(group, key=lambda s: s.order) if s.quotation.source), None
    )
    name = best.actor.name if best and best.actor else best.speaker.name if best and best.speaker else None
    return Utterance(
        id=_id(first),
        text=_wording(first),
        kind=first.quotation.kind,
        speaker=best.actor.id if best and best.actor else None,
        speaker_name=None if scare else name,
        as_printed=printed,
        role=role.text if role else None,
        cue=cue,
        evidence=tuple(evidence.values()),
        variants=tuple(variants),
        why=best.speaker.why if best and best.speaker else first.quotation.why,
    )


def _wording(one: _Said) -> str:
    """The words said, in one line; what the report puts between them ("she said") is left out."""
    text = one.reading.document.text
    return " ".join(" ".join(text[s.start : s.end] for s in one.quotation.content).split())


def _text(one: _Said, spans: tuple[Span, ...]) -> str:
    text = one.reading.document.text
    return " ... ".join(text[s.start : s.end] for s in spans)


def _id(one: _Said) -> str:
    raw = f"{one.evidence.doc}\x1f{one.evidence.start}\x1f{one.evidence.end}\x1f{one.quotation.kind}"
    return hash_id("q", raw)
