"""What people are reported to have said, put side by side: one finding for each thing that several reports carry."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.lexicon import load_table
from tellings.model.brief import Finding, Telling, Verdict
from tellings.model.reading import Quotation, QuotationKind, Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import Told
from tellings.story.facts import importance, spread
from tellings.story.linkage import link_average
from tellings.story.origins import count_texts
from tellings.text.names import fold, hash_id
from tellings.text.spans import cite, within
from tellings.text.words import content_stems, stem

# Mean likeness at which two sentences given to one speaker are the same thing said. Over the pairs of the hand-read
# stories, those that stand side by side in the hand reading are 31 of 51 from .8, 13 of 17 from .6, 7 of 9 from .5,
# 11 of 31 from .35 (most of the others are alike too, and were not picked). Of 13 groups that .30 adds to those of .38
# nine were one thing said when read; from .32 it is the same with fewer of the others.
SAID = 0.32
# The same thing in words this alike agrees; less alike wordings may differ in what they add. Over the hand-read stories
# verdict_right is .773 at .45, .780 at .38 and .35, and .819 at .33, which rests on two rows and was not taken.
SAME = 0.35
# Weight (nats times nats) that two sentences must share: one rare word of a story, or two common ones.
SHARED = 9.0
WORDS = 2  # words that two sentences must share: by one alone different things said of one matter would be the same
# Two voices that may be one (an office and its holder) are compared where they share so many words in a row, and are
# one where so much of what they say is the same.
RUN, ACROSS = 5, 0.6
# Words from which the same words given to two people are no coincidence.
COINCIDENCE = 8
# Characters on either side of the words in which another speaker is looked for.
NEAR = 600
# Sentences of one speaker that share a word, so many of the last are compared: time stays linear in what is said.
NEAREST = 60
# Characters of what is compared, in its heading.
LONGEST_LABEL = 90
# Characters between "denied" and what is denied ("on Friday that"), and from end to end of both.
FARTHEST, LONGEST_DENIED = 40, 600
_ARTICLE = re.compile(r"^(?:the|an?) ")
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|without|neither|nor|denied|denies)\b|n[’']t\b", re.IGNORECASE
)
_QUOTED: frozenset[QuotationKind] = frozenset({"direct", "turn", "mixed"})


@dataclass(frozen=True, slots=True)
class _Saying:
    """One sentence of a quotation: its words, whose they are, and what they weigh."""

    evidence: Evidence
    words: str
    line: str
    """The words folded, for comparison."""
    voice: str
    """Who speaks: the id of an actor, else the name or office as the report knows it."""
    name: str
    person: bool
    named: bool
    """Whether the report prints the speaker's name there, not a pronoun or an office."""
    kind: QuotationKind
    weights: Mapping[str, float]
    denied: bool
    """Whether the verb takes it back ("denied that"): ``words`` then say who, and so."""

    weight: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", math.fsum(self.weights.values()))

    @property
    def order(self) -> tuple[str, int, int]:
        return (self.evidence.doc, self.evidence.start, self.evidence.end)


def compare_sayings(told: Told, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings`` and one for each thing one speaker said in several reports, and for words given to two people.

    A comparison of statements that says the same of fewer reports gives way, and so does what one report was said to be
    alone with. Sentences of one speaker are held together by average linkage over the cosine of their weighed words.
    """
    sayings = tuple(_gather(told))
    made = [*_compare_speakers(told, sayings)]
    for group in _group(sayings):
        if count_texts(told, {s.evidence.doc for s in group}) > 1:
            made.append(_find(group))
    kept, more = _settle(findings, made)
    first_single = next((i for i, f in enumerate(kept) if f.verdict == "single"), len(kept))
    conflicts = [f for f in more if f.verdict == "conflict"]
    others = [f for f in more if f.verdict != "conflict"]
    return (*conflicts, *kept[:first_single], *others, *kept[first_single:])


def _gather(told: Told) -> Iterator[_Saying]:
    actors = {member: actor for actor in told.actors for member in actor.members}
    shared = spread(told.readings)
    for reading in told.readings:
        speakers = {speaker.span: speaker for speaker in reversed(reading.speakers)}
        for quotation in reading.quotations:
            speaker = speakers.get(quotation.speaker) if quotation.speaker else None
            if speaker is None or quotation.kind == "scare":
                continue
            actor = actors.get((reading.document.id, speaker.entity)) if speaker.entity else None
            name = actor.name if actor else speaker.name
            printed = fold(reading.document.text[speaker.span.start : speaker.span.end])
            named = any(part in fold(name).split() for part in printed.split())
            voice = actor.id if actor else _ARTICLE.sub("", fold(name))
            person = actor is not None and actor.kind == "person"
            own = set(content_stems(name))
            cue = _denial(reading, quotation)
            for evidence, words in _sentences(reading, quotation):
                weights = {s: importance(s, shared) for s in set(content_stems(words)) - own}
                if weights:
                    shown = words
                    if cue is not None:
                        evidence, shown = _deny(reading, cue, evidence, name, words)
                    yield _Saying(
                        evidence,
                        shown,
                        fold(words),
                        voice,
                        name,
                        person,
                        named,
                        quotation.kind,
                        weights,
                        cue is not None,
                    )


def _denial(reading: Reading, quotation: Quotation) -> Span | None:
    """The verb by which a speaker takes back what the report gives in its own words; ``None`` for any other."""
    if quotation.kind not in ("indirect", "mixed"):
        return None
    denying = {stem(verb) for verb in load_table("verb_frames")["denying"]}
    text = reading.document.text
    words = ((cue, stem(word)) for cue in quotation.cue for word in text[cue.start : cue.end].casefold().split())
    return next((cue for cue, word in words if word in denying), None)


def _deny(reading: Reading, cue: Span, said: Evidence, name: str, words: str) -> tuple[Evidence, str]:
    """A saying with the verb that takes it back, and its place with that verb."""
    text = reading.document.text
    evidence = cite(reading.document, min(cue.start, said.start), max(cue.end, said.end))
    if cue.end <= said.start <= cue.end + FARTHEST:
        return evidence, f"{name} {' '.join(text[cue.start : said.end].split())}"
    near = abs(said.start - cue.start) <= LONGEST_DENIED
    return evidence if near else said, f"{name} {text[cue.start : cue.end].casefold()}: {words}"


def _sentences(reading: Reading, quotation: Quotation) -> Iterator[tuple[Evidence, str]]:
    """The sentences of a quotation: where each stands and its words without what the report puts between them."""
    text = reading.document.text
    low, high = quotation.content[0].start, quotation.content[-1].end
    for sentence in within(reading.sentences, low, high):
        start, end = max(low, sentence.span.start), min(high, sentence.span.end)
        parts = [
            Span(max(s.start, start), min(s.end, end)) for s in quotation.content if s.start < end and s.end > start
        ]
        if parts:
            words = " ".join(" ".join(text[p.start : p.end] for p in parts).split())
            if words:
                yield cite(reading.document, parts[0].start, parts[-1].end), words


def _group(sayings: Sequence[_Saying]) -> Iterator[list[_Saying]]:
    """The sayings that several reports carry, as groups of one thing said by one voice each."""
    told: dict[tuple[str, str, bool], list[_Saying]] = {}
    for saying in sorted(sayings, key=lambda s: s.order):
        told.setdefault((saying.voice, saying.line, saying.denied), []).append(saying)
    firsts = [same[0] for same in told.values()]
    again = list(told.values())
    for members in link_average(_rows(firsts), SAID):
        group = [saying for i in members for saying in again[i]]
        if len({saying.evidence.doc for saying in group}) > 1:
            yield group


def _rows(sayings: Sequence[_Saying]) -> list[dict[int, float]]:
    """How alike the sayings of one voice are; of two voices that may be one, those that are nearly word for word."""
    holders: dict[tuple[str, str], list[int]] = {}
    rows: list[dict[int, float]] = [{} for _ in sayings]
    for i, saying in enumerate(sayings):
        keys = [(saying.voice, stem) for stem, weight in saying.weights.items() if weight >= SHARED / 2]
        keys += [("", run) for run in _runs(saying.line)]
        for j in sorted({j for key in keys for j in holders.get(key, ())[-NEAREST:]}):
            alike, other = _alike(saying, sayings[j]), sayings[j]
            apart = saying.voice != other.voice and (alike < ACROSS or (saying.person and other.person))
            if alike > SAID / 3 and not apart:
                rows[i][j] = rows[j][i] = alike
        for key in keys:
            holders.setdefault(key, []).append(i)
    return rows


def _runs(line: str) -> Iterator[str]:
    words = line.split()
    return (" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _alike(a: _Saying, b: _Saying) -> float:
    """The share of weight two sentences have in common (cosine of sets, Otsuka-Ochiai), 0 where that is little."""
    if a.line == b.line:
        return 1.0
    if len(b.weights) < len(a.weights):
        a, b = b, a
    shared = [w for stem, w in a.weights.items() if stem in b.weights]
    common = sum(shared)
    return common / math.sqrt(a.weight * b.weight) if common >= SHARED and len(shared) >= WORDS else 0.0


def _find(group: Sequence[_Saying]) -> Finding:
    best: dict[str, float] = {}
    for i, a in enumerate(group):
        for b in group[:i]:
            if a.evidence.doc != b.evidence.doc:
                for doc in (a.evidence.doc, b.evidence.doc):
                    best[doc] = max(best.get(doc, 0.0), _alike(a, b))
    name = _name(group)
    turned = len({s.denied for s in group}) > 1 or len({_NEGATIVE.search(s.words) is None for s in group}) > 1
    verdict: Verdict = "agree" if min(best.values()) >= SAME and not turned else "compatible"
    about = _shortest(group)
    return _make(
        group, verdict, about if about.startswith(name) else f"{name}: {about}", _say_why(group, name, verdict)
    )


def _say_why(group: Sequence[_Saying], name: str, verdict: Verdict) -> str:
    if all(s.denied for s in group):
        return f"{name} denies it in each report" + ("." if verdict == "agree" else ", in words that differ in detail.")
    if any(s.denied for s in group):
        return f"{name} says it in one report and denies it in another."
    if verdict != "agree":
        return f"{name} is given words to the same effect that differ in detail."
    same = len({s.line for s in group}) == 1
    return f"{name} is given the same words." if same else f"{name} is given much the same words."


def _name(group: Sequence[_Saying]) -> str:
    """Who speaks: a person before an office."""
    return min(group, key=lambda s: (not s.person, s.order)).name


def _shortest(group: Iterable[_Saying]) -> str:
    words = min((s.words for s in group), key=lambda w: (len(w), w)).rstrip(" ,.;")
    return words if len(words) <= LONGEST_LABEL else words[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"


def _compare_speakers(told: Told, sayings: Sequence[_Saying]) -> Iterator[Finding]:
    """Words that different reports give to different people, each by name.

    An office and its holder, a body and its spokesman may be one voice, and so may two who share a name; only two
    people cannot. It is a conflict where neither report knows the other speaker near the words; else one of the two
    probably quotes the other.
    """
    texts = {r.document.id: r.document.text for r in told.readings}
    by_words: dict[str, list[_Saying]] = {}
    for saying in sayings:
        if (
            saying.kind in _QUOTED
            and not saying.denied
            and saying.named
            and saying.person
            and len(saying.line.split()) >= COINCIDENCE
        ):
            by_words.setdefault(saying.line, []).append(saying)
    for key in sorted(by_words):
        group = sorted(by_words[key], key=lambda s: s.order)
        people = {s.voice: s.name for s in group}
        parts = [frozenset(fold(name).split()) for name in people.values()]
        apart = sum(len(part) for part in parts) == len(frozenset().union(*parts))
        if len(people) < 2 or not apart or count_texts(told, {s.evidence.doc for s in group}) < 2:
            continue
        known = any(_knows(texts[s.evidence.doc], s, name) for s in group for v, name in people.items() if v != s.voice)
        verdict: Verdict = "compatible" if known else "conflict"
        names = " and to ".join(sorted(people.values()))
        why = f"The same words are given to {names}: "
        why += (
            "one may be quoting the other."
            if known
            else "both cannot have said them first; one report may be mistaken."
        )
        yield _make(group, verdict, f"who said “{_shortest(group)}”", why)


def _knows(text: str, saying: _Saying, name: str) -> bool:
    """Whether the report names the other speaker near the words."""
    near = fold(text[max(0, saying.evidence.start - NEAR) : saying.evidence.end + NEAR])
    return fold(name).split()[-1] in near.split()


def _make(group: Sequence[_Saying], verdict: Verdict, about: str, why: str) -> Finding:
    by_wording: dict[tuple[str, str, bool], list[_Saying]] = {}
    for saying in sorted(group, key=lambda s: s.order):
        by_wording.setdefault((saying.voice, saying.line, saying.denied), []).append(saying)
    tellings = [
        Telling(
            value=said[0].words,
            unit=None,
            text=said[0].words,
            documents=tuple(sorted({s.evidence.doc for s in said})),
            attributed_to=said[0].name,
            evidence=tuple(dict.fromkeys(s.evidence for s in said)),
        )
        for said in by_wording.values()
    ]
    tellings.sort(key=lambda t: (-len(t.documents), -len(t.text), t.evidence[0]))
    docs = {d for t in tellings for d in t.documents}
    return Finding(
        id=hash_id("f", "said", sorted(s.order for s in group)),
        about=about,
        kind="attribution",
        verdict=verdict,
        origins=len(docs),
        tellings=tuple(tellings),
        why=why,
    )


def _settle(findings: Sequence[Finding], made: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """``findings`` that stay and those of ``made`` that are added, each thing told once."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    for number, finding in enumerate(made):
        for evidence in _evidence(finding):
            places.setdefault(evidence.doc, []).append((evidence.start, evidence.end, number))
    gone: set[int] = set()
    kept = []
    for finding in findings:
        if finding.kind not in {"attribution", "other"} or finding.verdict in {"conflict", "updated"}:
            kept.append(finding)
            continue
        hits: dict[int, set[str]] = {}
        for evidence in _evidence(finding):
            for start, end, number in places.get(evidence.doc, ()):
                if min(end, evidence.end) - max(start, evidence.start) > (evidence.end - evidence.start) / 2:
                    hits.setdefault(number, set()).add(evidence.doc)
        mine = {evidence.doc for evidence in _evidence(finding)}
        if any(docs == mine for docs in hits.values()):
            continue  # All it says stands in a comparison that says more.
        covers = {n for n, docs in hits.items() if docs == {e.doc for e in _evidence(made[n])}}
        if finding.verdict != "single":
            gone |= covers
        kept.append(finding)
    return kept, [finding for number, finding in enumerate(made) if number not in gone]


def _evidence(finding: Finding) -> Iterator[Evidence]:
    return (evidence for telling in finding.tellings for evidence in telling.evidence)
