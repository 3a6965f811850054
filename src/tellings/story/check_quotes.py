"""Words in marks: whether they stand in a report, and whether it gives them to the same person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.lexicon import load_table
from tellings.model.reading import Reading
from tellings.model.span import Evidence, Span
from tellings.story.check_line import Line
from tellings.story.check_names import Ids, Names
from tellings.story.check_parts import Fault
from tellings.text.name_forms import spelt
from tellings.text.names import fold
from tellings.text.spans import cite, overlap, within
from tellings.text.words import rarity, stem

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|‘([^‘’]{12,})’(?!\w)")
# Share of the draft's quoted words, in order, that makes a report's passage the one they were altered from.
ALTERED = 0.5
# Places in one report that are looked at: the first may be a headline, which gives the words to nobody.
OFTEN = 5
# Words: of a shorter quotation one rare word must do.
SHORT = 3
RARE = 4.0


@dataclass(frozen=True, slots=True)
class Quoted:
    """The outcome for one quotation of the draft: where it stands in the reports, and its faults."""

    span: Span
    found: tuple[tuple[Reading, Span], ...]
    evidence: tuple[Evidence, ...]
    faults: tuple[Fault, ...]


class Spoken:
    """The words of all reports, for looking up what is quoted."""

    def __init__(self, readings: Sequence[Reading], names: Names) -> None:
        self._names = names
        self._marked = [
            (reading, content, _words(reading.document.text[content.start : content.end])[0])
            for reading in readings
            for quotation in reading.quotations
            if quotation.kind != "indirect"
            for content in quotation.content
        ]
        self._texts = []
        for reading in readings:
            folded, spans = _words(reading.document.text)
            self._texts.append((reading, folded, spans, f" {' '.join(folded)} "))

    def check(self, line: Line) -> tuple[Quoted, ...]:
        """Every piece of words in marks in the draft's sentence, in text order."""
        text = line.reading.document.text
        found = []
        for match in _QUOTED.finditer(text, line.span.start, line.span.end):
            group = next(g for g in range(1, 5) if match.group(g))
            span = Span(*match.span(group))
            if _words(text[span.start : span.end])[0]:
                found.append(self._check(line, span))
        return tuple(found)

    def _check(self, line: Line, span: Span) -> Quoted:
        words = _words(line.reading.document.text[span.start : span.end])[0]
        places = self._find(words)
        printed = line.words_at(span)
        if not places:
            near = self._nearest(words)
            if near is None:
                return Quoted(span, (), (), (Fault("quotation", False, f"no report has the words “{printed}”"),))
            evidence = cite(near[0].document, near[1].start, near[1].end)
            said = " ".join(evidence.text.split())
            why = f"the words were altered: the reports have “{said}”, the draft “{printed}”"
            return Quoted(span, (near,), (evidence,), (Fault("quotation", True, why),))
        evidence_all = tuple(cite(r.document, s.start, s.end) for r, s in places)
        return Quoted(span, tuple(places), evidence_all, tuple(self._check_speaker(line, span, places)))

    def has(self, name: str) -> bool:
        """Whether a name stands in any report as printed, though no report's reading took it for one."""
        return bool(self.find(name))

    def find(self, text: str) -> list[tuple[Reading, Span]]:
        """Where a text stands word for word, in each report the first time."""
        words = _words(text)[0]
        return self._find(words) if words else []

    def _find(self, words: list[str]) -> list[tuple[Reading, Span]]:
        """Where the words stand in a row: in each report the first time, and where else it gives them to somebody."""
        found = []
        line = f" {' '.join(words)} "
        for reading, _, spans, whole in self._texts:
            at = whole.find(line)
            places: list[Span] = []
            while at >= 0 and len(places) < OFTEN:
                first = whole.count(" ", 0, at + 1) - 1
                places.append(Span(spans[first].start, spans[first + len(words) - 1].end))
                at = whole.find(line, at + 1)
            found += [(reading, place) for place in places if place == places[0] or self._said_at(reading, place)]
        return found

    def _nearest(self, words: list[str]) -> tuple[Reading, Span] | None:
        """The passage most of the words stand in, in order; ``None`` where there is none."""
        best: tuple[float, Reading, Span] | None = None
        wanted = set(words)
        for reading, folded, spans, _ in self._texts:
            hits = [at for at, word in enumerate(folded) if word in wanted]
            for at in hits:
                window = folded[at : at + len(words) + 2]
                shared = _in_order(words, window)
                score = shared / len(words)
                if shared >= 2 and score >= ALTERED and (best is None or score > best[0]):
                    last = max(k for k, word in enumerate(window) if word in wanted)
                    last = max(last, min(len(window), len(words)) - 1)
                    best = (score, reading, Span(spans[at].start, spans[at + last].end))
        return best[1:] if best else self._nearest_short(words)

    def _nearest_short(self, words: list[str]) -> tuple[Reading, Span] | None:
        """For a few words the marked words of a report, as few, that share a rare one with them."""
        rare = {word for word in words if rarity(stem(word)) > RARE}
        for reading, content, others in self._marked:
            if len(words) <= SHORT and abs(len(others) - len(words)) <= 1 and rare & set(others):
                return reading, content
        return None

    def _check_speaker(self, line: Line, span: Span, places: Sequence[tuple[Reading, Span]]) -> list[Fault]:
        mine = [s for s in line.said if any(overlap(c, span) for c in s.content) and s.kind != "scare"]
        who: Ids = frozenset(actor for s in mine for actor in s.who)
        printed = next((s.name for s in mine if s.name), None)
        if not mine:
            who, printed = _beside_cue(line)
        if not who and not printed:
            return []
        theirs = [s for reading, place in places for s in self._said_at(reading, place)]
        known = [s for s in theirs if s[0] or s[1]]
        if not known:
            return []
        if any(who & ids or _same_office(printed, name) for ids, name in known):
            return []
        if any(self._names.speaks_for(ids, who) for ids, _ in known):
            return []
        if not who and printed and any(self._names.is_called(ids, printed) for ids, _ in known):
            return []
        called = self._names.name(min(who)) if who else printed
        return [
            Fault(
                "speaker",
                True,
                f"the reports give the words “{line.words_at(span)}” to {known[0][1]}, the draft to {called}",
            )
        ]

    def _said_at(self, reading: Reading, place: Span) -> list[tuple[Ids, str | None]]:
        speakers = {s.span: s for s in reading.speakers}
        found: list[tuple[Ids, str | None]] = []
        for quotation in reading.quotations:
            if quotation.kind == "scare" or not any(overlap(c, place) for c in quotation.content):
                continue
            speaker = speakers.get(quotation.speaker) if quotation.speaker else None
            if speaker:
                ids = (
                    self._names.member(reading.document.id, speaker.entity)
                    if speaker.entity
                    else self._names.find(speaker.name)
                )
                found.append((ids, speaker.name))
        return found


def find_quoted(line: Line) -> tuple[Span, ...]:
    """The words in marks of the draft's sentence, with their marks."""
    found = _QUOTED.finditer(line.reading.document.text, line.span.start, line.span.end)
    return tuple(Span(match.start(), match.end()) for match in found)


def unquoted(line: Line) -> str:
    """The sentence without the words in marks."""
    return _QUOTED.sub(" ", line.text)


def _beside_cue(line: Line) -> tuple[Ids, str | None]:
    """The name beside a verb of saying, where the finder gives the quotation to nobody."""
    text = line.reading.document.text
    cues = sorted({word for words in load_table("checking")["reporting"].values() for word in words})
    for name in line.names:
        before, after = (
            text[max(line.span.start, name.span.start - 14) : name.span.start],
            text[name.span.end : name.span.end + 14],
        )
        if re.search(rf"\b(?:{'|'.join(cues)})\s+$", before) or re.match(rf"\s+(?:{'|'.join(cues)})\b", after):
            return name.ids, line.words_at(name.span)
    return frozenset(), None


def _same_office(one: str | None, other: str | None) -> bool:
    """Whether two speakers who are nobody by name are called alike: most words of the shorter stand in the longer."""
    if not one or not other:
        return False
    short, long = sorted((set(spelt(fold(one)).split()), set(spelt(fold(other)).split())), key=len)
    return bool(short) and len(short & long) >= 0.6 * len(short)


def _in_order(words: Sequence[str], window: Sequence[str]) -> int:
    """The length of the longest row of words both share in order."""
    row = [0] * (len(window) + 1)
    for word in words:
        last, row = row, [0]
        for k, other in enumerate(window):
            row.append(last[k] + 1 if word == other else max(last[k + 1], row[k]))
    return row[-1]


def _words(text: str) -> tuple[list[str], list[Span]]:
    """The folded words of a text and where they stand; one spelling of each."""
    folded, spans = [], []
    for match in _WORD.finditer(text):
        word = spelt_word(fold(match.group()))
        if word:
            folded.append(word.replace(" ", ""))
            spans.append(Span(match.start(), match.end()))
    return folded, spans


def spelt_word(word: str) -> str:
    """One of the two spellings of a word: "neighbour" is "neighbor"."""
    word = spelt(word) or word
    return re.sub(r"our(s|ed|ing|hood|able)?$", r"or\1", word) if len(word) > 5 else word


def sentences_at(reading: Reading, place: Span) -> list[Span]:
    """The sentences a quoted passage stands in."""
    return [s.span for s in within(reading.sentences, place.start, place.end)]
