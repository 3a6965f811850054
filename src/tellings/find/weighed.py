"""Quotations by rules and contents by the recogniser, weighed against each other."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tellings.find.astray import check_told, without_afterthought
from tellings.find.clauses import split_clauses
from tellings.find.cues import speech_forms
from tellings.find.drafts import is_titled
from tellings.find.quotation_marks import Quoted
from tellings.find.sources import read_source
from tellings.find.told import UNFINISHED, Told, gather_told, kind_of
from tellings.model.document import Document
from tellings.model.reading import Block, Mention, Quotation, Sentence, Signals
from tellings.model.span import Span
from tellings.text.spans import overlap, within

# Chosen on PolNeAR development, which the shipped encoder has not seen, and on the gold stories (bench.attribution).
_SPEECH = 0.5  # probability from which words are said, not only thought: .3 and .7 change no figure by half a point
_ADDED = 0.7  # score of what rules do not see: at .5 precision of contents is 4 points lower, at .8 recall 5
_MARKED = 0.8  # the same for words with quotation marks, which rules seldom miss
_BORDERS = 0.75  # score from which the model's borders of indirect contents replace the rules'
_MOST = 0.5  # share of the rules' words the model must see too for its borders to count
_MOST_QUOTED = 0.8  # the same where the words hold quoted ones: gold precision of quoted words falls by .01 at .5
_TIED, _SAME, _APART = 0.2, 0.5, 0.9  # likeness of the same words: with one cue, with a cue missing, with two cues
_PART = 0.8  # share of its words that makes one content a part of another
_NAME_SHARE = 2  # times the length of a title within which words around it only lead to it ("an independent “...”")
_SAID = frozenset({"say", "tell", "bare"})
_EMPTY = frozenset("the a an i we me us my our you mr mrs ms who which that whom".split())
_CUTS = re.compile(r"\s*(?:,(?! an? )|[;:—–(]|\b(?:who|which|whose|said|says|told|in|on|at)\b|\Z)")
_ASKED = re.compile(r"\W*(?:when |if )?(?:asked|questioned|pressed|quizzed) (?:about|on|over) ", re.IGNORECASE)
_LEFT = 2  # words of the rules' content behind the model's that are its own end: more are as often another clause
_CITES = frozenset({"quoting", "citing"})
_UNDER_TITLE = frozenset({"title", "heading"})
BOTH, MODEL = "rules and model agree", "by the model"


def weigh(
    doc: Document,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    signals: Sequence[Signals],
    quoted: Sequence[Quoted],
    ruled: Sequence[Quotation],
) -> list[Quotation]:
    """The quotations of rules and recogniser together, in no order; ``why`` says who saw what.

    Rules decide on words between quotation marks, turns and posts. The model draws the borders of indirect words and of
    sources, adds what rules miss, names the source of quoted words that have none, and takes back what is only thought.
    """
    told = [without_afterthought(doc.text, one) for one in gather_told(doc.text, sentences, signals, quoted)]
    told = _citing(doc.text, told)
    direct = sorted({s for q in ruled if q.kind == "direct" and q.source for s in q.content}, key=lambda s: s.start)
    room = _Room(doc, blocks, sentences, mentions, quoted, [q.outer for q in quoted], direct)
    shelf = _Shelf(sentences, ruled)
    partner: dict[int, tuple[float, Told]] = {}
    alone: list[Told] = []
    for one in told:
        best = shelf.nearest(one)
        if best is None:
            alone.append(one)
        elif best[1] not in partner or best[0] > partner[best[1]][0]:
            partner[best[1]] = (best[0], one)
    made = []
    for at, quotation in enumerate(ruled):
        found = partner.get(at)
        kept = _with(room, quotation, found[1]) if found else _without(room, quotation)
        made += [kept] if kept else []
    added = [a for one in alone if (a := _added(room, one, shelf)) is not None]
    return _no_terms(made, added)


def _citing(text: str, told: list[Told]) -> list[Told]:
    """The told words with those of cited sources given to who cites: "the Tarn Echo, quoting officials, reported"."""
    cites = {
        one.contents[0]: one.source
        for one in told
        if one.cue is not None and one.source is not None and text[one.cue.start : one.cue.end].lower() in _CITES
    }
    cited = {one.source for one in told if one.source in cites}
    for one in told:
        if one.source in cites:
            one.source = cites[one.source]
    return [one for one in told if one.contents[0] not in cited]


@dataclass(slots=True)
class _Room:
    doc: Document
    blocks: Sequence[Block]
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    quoted: Sequence[Quoted]
    starts: Sequence[int]
    direct: Sequence[Span]

    def is_owned(self, span: Span) -> bool:
        """Whether the span reaches into words the rules give to somebody as they stand."""
        at = bisect_right(self.direct, span.start, key=lambda s: s.start) - 1
        return any(overlap(span, s) for s in self.direct[max(0, at) : at + 2])

    def is_marked(self, span: Span) -> bool:
        """Whether the span is a quoted stretch or lies in one."""
        at = bisect_right(self.starts, span.start) - 1
        return at >= 0 and span.end <= self.quoted[at].ender

    def is_torn(self, span: Span) -> bool:
        """Whether the span is a part of a quoted stretch."""
        at = bisect_right(self.starts, span.start) - 1
        if at < 0 or span.start >= self.quoted[at].ender:
            return False
        return overlap(span, Span(self.quoted[at].start, self.quoted[at].end)) < _PART * (
            self.quoted[at].end - self.quoted[at].start
        )

    def sentence_at(self, start: int) -> int:
        """The index of the sentence a place lies in."""
        return bisect_right(self.sentences, start, key=lambda s: s.span.start) - 1

    def is_rounded(self, source: Span, ruled: Sequence[Span]) -> bool:
        """Whether the model's source is wider than the rules' or is cut where a noun phrase may end."""
        return all(r.end <= source.end for r in ruled) or _CUTS.match(self.doc.text, source.end) is not None

    def finished(self, span: Span, ruled: Sequence[Span]) -> Span:
        """The span up to the rules' end of it where only a word or two is missing, or it stops inside a phrase."""
        end = next((r.end for r in ruled if r.start <= span.end < r.end), span.end)
        left = len(self.doc.text[span.end : end].split())
        stops = UNFINISHED.search(self.doc.text, max(span.start, span.end - 12), span.end)
        return Span(span.start, end) if 0 < left <= _LEFT or (left and stops) else span

    def without(self, span: Span, sources: Sequence[Span]) -> Span | None:
        """The span behind a source it begins in; ``None`` where nothing is left."""
        start = max((s.end for s in sources if s.start <= span.start < s.end), default=span.start)
        while span.start < start < span.end and not (self.doc.text[start].isalnum() or self.doc.text[start] in "$£€("):
            start += 1
        return Span(start, span.end) if start < span.end else None

    def is_topic(self, span: Span) -> bool:
        """Whether the span is only what somebody was asked about: "Asked about the ban, he said it would come"."""
        sentence = self.sentences[self.sentence_at(span.start)].span
        asked = _ASKED.match(self.doc.text, sentence.start, span.start)
        return asked is not None and asked.end() == span.start

    def is_name(self, contents: Sequence[Span]) -> bool:
        """Whether all that stands between marks is written as a title and little else is there: no speech, a name."""
        held = []
        for c in contents:
            at = max(0, bisect_right(self.starts, c.start) - 1)
            held += [q for q in self.quoted[at : bisect_left(self.starts, c.end)] if q.ender > c.start]
        titled = all(is_titled(self.doc.text[q.start : q.end]) for q in held)
        quoted = sum(q.end - q.start for q in held)
        whole = sum(c.end - c.start for c in contents)
        return bool(held) and titled and whole <= _NAME_SHARE * quoted

    def is_thing(self, source: Span) -> bool:
        """Whether the phrase has no name, office or pronoun in it."""
        known = self.head(source)
        return known is None or not known[1]

    def head(self, source: Span) -> tuple[Span, bool] | None:
        """The speaker in a source phrase and whether it is a name, an office or a pronoun."""
        near = within(self.mentions, source.start, source.end)
        clauses = list(split_clauses(self.doc.text, (Sentence(source, 0),), (), near))
        tokens = clauses[0].tokens if clauses else []
        found = read_source(tokens) if tokens else None
        if found is None or all(t.low in _EMPTY and t.mention < 0 for t in tokens[found.first : found.last]):
            return None
        return Span(tokens[found.first].start, tokens[found.last - 1].end), found.strength != "other"


class _Shelf:
    """Quotations by the sentences their contents stand in."""

    def __init__(self, sentences: Sequence[Sentence], ruled: Sequence[Quotation]) -> None:
        self.ruled = ruled
        self.by_sentence: dict[int, list[int]] = {}
        starts = [s.span.start for s in sentences]
        for at, quotation in enumerate(ruled):
            for span in quotation.content:
                first = max(0, bisect_right(starts, span.start) - 1)
                for number in range(first, max(first + 1, bisect_left(starts, span.end))):
                    row = self.by_sentence.setdefault(number, [])
                    if not row or row[-1] != at:
                        row.append(at)

    def nearest(self, told: Told) -> tuple[float, int] | None:
        """The quotation of the same words, and how like it is: one with the same cue first."""
        best: tuple[float, int] | None = None
        for at in self.by_sentence.get(told.sentence, ()):
            quotation = self.ruled[at]
            same = _likeness(told, quotation)
            tied = _touch(told.cue, quotation.cue)
            apart = bool(told.cue and quotation.cue) and not tied
            if same >= (_TIED if tied else _APART if apart else _SAME) and (best is None or same + tied > best[0]):
                best = (same + tied, at)
        return best

    def beside(self, told: Told) -> list[Quotation]:
        """The quotations with words in the same sentence."""
        return [self.ruled[at] for at in self.by_sentence.get(told.sentence, ())]

    def holds(self, told: Told) -> Quotation | None:
        """The narrowest quotation whose words these are a part of."""
        held: list[tuple[int, Quotation]] = []
        for at in self.by_sentence.get(told.sentence, ()):
            spans = self.ruled[at].content
            if sum(overlap(s, t) for s in _near(spans, told) for t in told.contents) >= _PART * told.length:
                held.append((spans[-1].end - spans[0].start, self.ruled[at]))
        return min(held, key=lambda h: h[0])[1] if held else None


def _touch(span: Span | None, others: Sequence[Span]) -> bool:
    return span is not None and any(overlap(span, o) for o in others)


def _near(spans: Sequence[Span], told: Told) -> Sequence[Span]:
    """Those of the spans, in order, that lie between the ends of the told words: by bisection, as there may be many."""
    low = bisect_right(spans, told.contents[0].start, key=lambda s: s.end)
    return spans[low : bisect_left(spans, told.contents[-1].end, lo=low, key=lambda s: s.start)]


def _likeness(told: Told, quotation: Quotation) -> float:
    """Jaccard of the characters of both contents; of a longer quotation only the pieces that touch count."""
    touched = [s for s in _near(quotation.content, told) if _touch(s, told.contents)]
    both = sum(overlap(s, t) for s in touched for t in told.contents)
    every = sum(s.end - s.start for s in touched) + told.length - both
    return both / every if every else 0.0


def _with(room: _Room, quotation: Quotation, told: Told) -> Quotation | None:
    """A quotation that both see, or ``None`` for a thought."""
    if quotation.kind == "turn":
        return quotation
    if quotation.kind == "scare":
        return quotation if _is_title(room, quotation) else _added(room, told, None) or quotation
    tied = not quotation.cue or _touch(told.cue, quotation.cue)
    if quotation.kind != "direct" and told.speech < _SPEECH and tied and not _is_said(_frames(room, quotation)):
        return None
    if not quotation.source and told.speech < _SPEECH:
        return replace(quotation, kind="scare", why="quoted words of a thought, and nobody is named")
    source, speaker, why = _source(room, quotation, told)
    content, cue = quotation.content, quotation.cue
    if quotation.kind in ("mixed", "indirect") and told.score >= _BORDERS:
        content = _contents(room, quotation, told)
    if told.cue is not None and tied:
        cue = (told.cue,)
    return replace(
        quotation,
        content=content,
        cue=cue,
        source=source,
        speaker=speaker,
        why="; ".join(w for w in (quotation.why, why) if w),
    )


def _frames(room: _Room, quotation: Quotation) -> frozenset[str]:
    """The frames of the verb of its cue."""
    words = [w for c in quotation.cue for w in room.doc.text[c.start : c.end].lower().split()]
    return frozenset(f for w in words for v in speech_forms().get(w, ()) for f in v.frames)


def _contents(room: _Room, quotation: Quotation, told: Told) -> tuple[Span, ...]:
    """Borders by the model where nothing marks them; quoted words and what it hardly sees stay as the rules have it."""
    marked = [s for s in quotation.content if room.is_marked(s) or not _is_redrawn(room, s, told.contents)]
    mine = [room.finished(t, quotation.content) for t in told.contents if not _touch(t, marked) and not room.is_torn(t)]
    mine = [s for t in mine if (s := room.without(t, (*filter(None, (told.source,)), *quotation.source))) is not None]
    return tuple(sorted((*marked, *mine))) or quotation.content


def _is_redrawn(room: _Room, span: Span, contents: Sequence[Span]) -> bool:
    """Whether the model's spans may take the place of one of the rules': most of it, and no quoted words lost."""
    parts = [Span(max(span.start, t.start), min(span.end, t.end)) for t in contents if overlap(span, t)]
    share = sum(p.end - p.start for p in parts) / (span.end - span.start)
    if share < _MOST:
        return False
    at = max(0, bisect_right(room.starts, span.start) - 1)
    while at < len(room.quoted) and room.quoted[at].outer < span.end:
        held = room.quoted[at]
        if held.ender > span.start and share < _MOST_QUOTED:
            return False
        if held.ender > span.start and not any(p.start <= held.start and held.end <= p.end for p in parts):
            return False
        at += 1
    return True


def _source(room: _Room, quotation: Quotation, told: Told) -> tuple[tuple[Span, ...], Span | None, str]:
    """Source and speaker, and which of the two knew them: borders by the model, whose words they are by the rules.

    The model names another only where that of the rules is no name, office or pronoun and the words are not quoted.
    """
    mine = quotation.source, quotation.speaker
    head = room.head(told.source) if told.source is not None else None
    if told.source is None or head is None:
        return *mine, BOTH
    theirs = (told.source,), head[0]
    speaker = quotation.speaker
    if not quotation.source or speaker is None:
        named = told.speech >= _SPEECH and _fits(quotation, told)
        return (*theirs, "the model names the source") if named else (*mine, "")
    if _touch(told.source, quotation.source):
        whole = told.source.start <= speaker.start and speaker.end <= told.source.end
        if whole and told.source.start < quotation.source[0].start and room.is_thing(quotation.source[0]):
            return *theirs, "source by the model"
        redrawn = whole and room.is_rounded(told.source, quotation.source)
        return ((told.source,) if redrawn else quotation.source), speaker, BOTH
    near = told.cue is not None and room.sentence_at(told.source.start) == room.sentence_at(told.cue.start)
    if near and quotation.kind != "direct" and head[1] and room.is_thing(quotation.source[0]):
        return *theirs, "source by the model"
    return *mine, "source by the rules"


def _fits(quotation: Quotation, told: Told) -> bool:
    return not quotation.cue or _touch(told.cue, quotation.cue)


def _without(room: _Room, quotation: Quotation) -> Quotation | None:
    """A quotation only the rules see; ``None`` for a verb of thinking with no quoted words."""
    frames = _frames(room, quotation)
    if quotation.kind == "indirect" and frames == {"think"}:
        return None
    if quotation.kind == "mixed" and quotation.source and room.is_thing(quotation.source[0]):
        return None
    return quotation


def _is_said(frames: frozenset[str]) -> bool:
    """Whether a verb is one of saying and not of thinking too."""
    return "think" not in frames and not frames.isdisjoint(_SAID)


def _added(room: _Room, told: Told, shelf: _Shelf | None) -> Quotation | None:
    """A quotation only the model sees; what it must be told apart from is on the ``shelf``."""
    inside = shelf.holds(told) if shelf else None
    if told.speech < _SPEECH or told.score < _ADDED or (told.source is None and told.cue is None):
        return None
    if inside is not None and not _is_nested(told, inside):
        return None
    contents = [c for c in told.contents if inside is not None or not room.is_owned(c)]
    contents = [c for c in contents if not room.is_topic(c)]
    if not contents:
        return None
    block = room.blocks[room.sentences[told.sentence].block].kind
    told = replace(told, contents=contents)
    kind = kind_of(told, room.quoted, room.starts)
    if kind == "indirect" and shelf is not None:
        checked = check_told(room.doc.text, room.sentences, room.mentions, told, shelf.beside(told))
        if checked is None:
            return None
        told, contents = checked, checked.contents
    head = room.head(told.source) if told.source else None
    if head is None and (told.source is not None or block == "turn"):
        return None
    if kind != "indirect" and (head is None or min(told.score, told.speech) < _MARKED or block in _UNDER_TITLE):
        return None
    if kind != "indirect" and inside is not None and told.source is not None and room.is_thing(told.source):
        return None
    if kind != "indirect" and room.is_name(contents):
        return None
    return Quotation(
        kind,
        tuple(contents),
        (told.cue,) if told.cue else (),
        (told.source,) if told.source else (),
        head[0] if head else None,
        MODEL,
    )


def _is_title(room: _Room, quotation: Quotation) -> bool:
    """Whether a few quoted words are written as a name: "Free Tarn Province" is a title and not speech."""
    words = [w for s in quotation.content for w in room.doc.text[s.start : s.end].split() if len(w) > 3]
    return 0 < len(words) <= 6 and all(w[0].isupper() for w in words)


def _is_nested(told: Told, inside: Quotation) -> bool:
    """Whether the words of a quotation give a part of themselves to somebody else: "Marek told us he would go"."""
    if inside.kind in ("turn", "scare"):
        return inside.kind == "scare" or told.source is not None
    parts = [p for p in (told.cue, told.source) if p is not None]
    return told.cue is not None and all(_touch(p, inside.content) for p in parts)


def _no_terms(made: list[Quotation], added: list[Quotation]) -> list[Quotation]:
    """Without scare quotes that an added quotation holds."""
    spans = sorted((s.start, s.end) for q in added for s in q.content)
    starts = [s for s, _ in spans]

    def held(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return any(spans[k][1] >= span.end for k in range(at, max(-1, at - 4), -1))

    return [q for q in made if q.kind != "scare" or not held(q.content[0])] + added
