"""What an alignment puts side by side: its facts, the values they tell, and what a reader would call it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tellings.lexicon import load_table
from tellings.model.brief import Telling
from tellings.model.document import Document
from tellings.model.reading import Claim
from tellings.model.span import Span
from tellings.story.excerpts import excerpt, name_shared
from tellings.story.facts import Fact
from tellings.story.likeness import measured
from tellings.story.voices import Voices
from tellings.text.numbers import ONES, SCALES, TENS
from tellings.text.spans import cite
from tellings.text.words import content_stems, stem

# The probability that two numbers are of one thing above which different values cannot both be true. Over the hand-read
# stories all 13 pairs of different values above .4 that do not move were of one thing, and none from .3 to .4; below it
# one in three.
CONFLICT = 0.35
# Measures turned from one unit into another are rounded by the reports: up to 3 % on either side.
ROUNDING = 0.03
# Characters of the heading of a comparison.
LONGEST_LABEL = 90
AGE = "year_of_age"
# What a measure in a base unit is called.
_MEASURES = {"percent": "share", "day": "duration", "kg": "weight", "m": "length", "m2": "area", "m3": "volume"}
_NAME_BEFORE = re.compile(r"\b((?:[A-Z][\w'’.-]+\s){1,3}?[A-Z][\w'’-]+)(?:,|\s\()?\s*(?:who is |aged )?$")
_PRONOUN = re.compile(r"(?:it|he|she|they|we|i|you|this|that|these|those|there)\b", re.IGNORECASE)
# What is left of a share without its number.
_VAGUE = frozenset({"percent", "cent", "percentag", "third", "quarter", "half", "fifth", "tenth"})
_SPELLED = frozenset({*ONES, *TENS, *SCALES, "dozens", "scores", "about", "some", "at", "least", "nearly", "of"})
_LEADING_NUMBER = re.compile(
    r"^.*?\d[\d.,½¼¾]*\s*(?:(?:hundred|thousand|million|billion|trillion|m|bn)\b)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one alignment with the documents and days they come from."""

    facts: tuple[Fact, ...]
    documents: Mapping[str, Document]
    days: Mapping[str, date | None]
    counts: Mapping[str, Sequence[Claim]]
    voices: Voices
    alike: Callable[[Fact, Fact], float]
    """The probability that two of the facts are about one thing, 0 to 1."""
    weigh: Mapping[str, float]
    """The importance of each stem in the story."""

    def day(self, fact: Fact) -> date | None:
        return self.days.get(fact.member.doc)


def part(case: Case) -> list[Case]:
    """The case itself, or one case a value where different values stand in sentences too unlike to be of one thing."""
    first = case.facts[0].claim
    if first.low is None or moves(first):
        return [case]
    apart = [
        (a, b)
        for i, a in enumerate(case.facts)
        for b in case.facts[:i]
        if a.member.doc != b.member.doc and not meet(a.claim, b.claim)
    ]
    if not apart or any(case.alike(a, b) >= CONFLICT for a, b in apart):
        return [case]
    groups: list[list[Fact]] = []
    for fact in case.facts:
        home = next((g for g in groups if all(meet(fact.claim, other.claim) for other in g)), None)
        if home is None:
            groups.append([fact])
        else:
            home.append(fact)
    return [replace(case, facts=tuple(group)) for group in groups]


def tell_values(case: Case) -> tuple[Telling, ...]:
    """One telling for each value, with all reports that give it; the value most reports give comes first."""
    by_value: dict[str, list[Fact]] = {}
    for fact in case.facts:
        by_value.setdefault(_key(fact, case), []).append(fact)
    tellings = []
    for facts in by_value.values():
        evidence = tuple(
            dict.fromkeys(cite(case.documents[f.member.doc], f.claim.span.start, f.claim.span.end) for f in facts)
        )
        text = case.documents[facts[0].member.doc].text
        sources = {case.voices.name(f.member.doc, f.claim.attributed) for f in facts}
        tellings.append(
            Telling(
                value=_value(facts[0], case),
                unit=facts[0].claim.unit if facts[0].claim.unit != "ordinal" else None,
                text=excerpt(facts[0], text, case.facts, case.weigh),
                documents=tuple(sorted({f.member.doc for f in facts})),
                # Where one of the reports says it flat, it is not on another's word alone.
                attributed_to=next(iter(sources)) or None if len(sources) == 1 else None,
                evidence=evidence,
            )
        )
    return tuple(sorted(tellings, key=lambda t: (-len(t.documents), t.evidence[0])))


def _key(fact: Fact, case: Case) -> str:
    """What makes two tellings one: the bounds of a number, the names of a list, else the words."""
    claim = fact.claim
    if claim.kind == "membership":
        return ", ".join(claim.names)
    if claim.low is not None:
        return f"{claim.low} {claim.high} {claim.unit}"
    return plain(case.documents[fact.member.doc].text, claim.focus).casefold()


def _value(fact: Fact, case: Case) -> str:
    claim = fact.claim
    if claim.kind == "membership":
        return ", ".join(claim.names)
    if claim.low is not None and claim.low == claim.high and claim.unit not in measured():
        return f"{claim.low:g}" if claim.low < 1e6 else f"{claim.low:,.0f}"
    return plain(case.documents[fact.member.doc].text, claim.focus)


def name_thing(case: Case) -> str:
    """What is compared, as a reader would call it: the thing counted, the first claimed, the shortest statement."""
    head, _ = min(Counter(f.claim.head for f in case.facts).items(), key=lambda pair: (-pair[1], pair[0]))
    claims = [(f.claim, case.documents[f.member.doc].text) for f in case.facts if f.claim.head == head]
    first = claims[0][0]
    if first.kind == "membership":
        return first.head
    if first.unit == AGE:
        return _age_of([(f.claim, case.documents[f.member.doc].text) for f in case.facts])
    toll, _, part = first.head.partition(" ")
    labels = load_table("claim_frames")["labels"]
    if toll in labels and not part:
        return str(labels[toll])
    focuses = [plain(text, claim.focus) for claim, text in claims]
    if first.low is not None:
        things = [thing for focus in focuses if (thing := _drop_number(focus))]
        # "Girls" alone does not say which: then the clause does.
        named = sorted((t for t in things if _says_what(t) and " " in t), key=lambda t: (len(t), t))
        if named and first.unit not in measured():
            return named[0][:LONGEST_LABEL]
        if first.unit != first.head and (of := [t for c, text in claims if (t := _measured_thing(text, c))]):
            return f"{min(of, key=lambda words: (len(words), words))}: {_MEASURES.get(first.unit or '', 'measure')}"
        focuses = [plain(text, claim.span) for claim, text in claims]
    elif first.kind in {"other", "attribution"}:
        texts = {f.member.doc: case.documents[f.member.doc].text for f in case.facts}
        focuses = [name_shared(f, texts[f.member.doc], case.facts, case.weigh) for f in case.facts]
    # "It is 61 metres high" does not say what is.
    named = [words for words in focuses if not _PRONOUN.match(words)] or focuses
    return shorten_label(min(named, key=lambda words: (len(words), words)).rstrip(" .,;:"))


def _says_what(thing: str) -> bool:
    """Whether the words behind a number say what is counted: "percent", "people" and "thirds" do not."""
    stems = content_stems(thing)
    return bool(stems) and not _VAGUE & set(stems[-1:]) and not set(stems) <= _vague() and thing not in measured()


@cache
def _vague() -> frozenset[str]:
    frames = load_table("claim_frames")
    return frozenset({*frames["vague"]["heads"], *map(stem, frames["people"]["anybody"])})


def _age_of(claims: Sequence[tuple[Claim, str]]) -> str:
    """Whose age it is, by the name that stands before the number: "Ada Voss, 31"."""
    for claim, text in claims:
        named = _NAME_BEFORE.search(text, max(0, claim.focus.start - 50), claim.focus.start)
        if named:
            return f"age of {' '.join(named.group(1).split())}"
    return "age"


def shorten_label(words: str) -> str:
    """Words on one line, cut between two of them where they are too many for a heading."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_LABEL else line[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"


def _drop_number(words: str) -> str:
    """What a number counts, without it: "underground bunkers" of "at least seven underground bunkers"."""
    kept = _LEADING_NUMBER.sub("", words).strip(" -").split()
    while kept and kept[0].casefold() in _SPELLED:
        kept = kept[1:]
    return " ".join(kept)


def _measured_thing(text: str, claim: Claim) -> str:
    """The thing a measure is said of, right behind it: "unmarked lorry" of "a 25-tonne, unmarked lorry"."""
    words: list[str] = []
    for word in text[claim.focus.end : claim.focus.end + LONGEST_LABEL].lstrip(", -").split():
        words.append(word.strip(",.;:"))
        if claim.head in content_stems(words[-1]):
            return " ".join(words).removeprefix("of ")
    return ""


def plain(text: str, span: Span) -> str:
    """The words at ``span`` in one line."""
    return " ".join(text[span.start : span.end].split())


def meet(a: Claim, b: Claim) -> bool:
    """True when the bounds of both values leave room for one value."""
    if a.low is None or b.low is None or a.high is None or b.high is None:
        return True
    slack = ROUNDING if a.unit in measured() else 0.0
    return max(a.low, b.low) * (1 - slack) <= min(a.high, b.high) * (1 + slack)


def moves(claim: Claim) -> bool:
    """True for counts that move as a story goes on: tolls, shares."""
    return claim.unit == "percent" or claim.head.split(" ")[0] in load_table("claim_frames")["moving"]["heads"]
