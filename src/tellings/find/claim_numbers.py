"""Claims with a number: what is counted or measured, how much, and what its bound words leave open."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from tellings.find.claim_view import View, change, make_claim
from tellings.lexicon import load_table, load_words
from tellings.model.reading import Approx, Claim, Quantity, TimeExpression
from tellings.model.span import Span
from tellings.text.negation import is_ruled_out
from tellings.text.words import content_stems, stem

# The head of a number that counts nothing: an age in brackets, a telephone number, a page.
NOTHING = "number"
AGE = "year_of_age"
# A number in figures without a fraction or thousands, the word right before it and the word before that.
_FIGURES = re.compile(r"\d{1,3}(?![\d.,]*\d)")
_NUMBERED = re.compile(r"(?:([\w’'-]+) )?([^\W\d_][\w’'-]*) $")
# After these a name is a place: "in Harsk 30 houses burned".
_WHERE = frozenset("in at near around outside across from of".split())
# What may stand between a name and an age.
_NAMED_BEFORE = re.compile(r"(?:, | \(|,? who is |,? aged |, now |,? at )$")
_NAMED_AFTER = re.compile(r"(?: [\w’'-]+){1,4}")
# What a bound word leaves open, as shares of the value below and above it: "over 200" is 200 to 300.
_BOUNDS: dict[Approx, tuple[float, float]] = {
    "exact": (0.0, 0.0),
    "about": (0.15, 0.15),
    "almost": (0.2, 0.0),
    "over": (0.0, 0.5),
    "at_least": (0.0, math.inf),
    "under": (1.0, 0.0),
    "at_most": (1.0, 0.0),
}
# What words that name no number ("dozens", "scores") leave open above: as much again, for 130 may be "scores".
_VAGUE = 1.0
# The more digits a round number has, the less these leave open: "some 146 billion" is not 151, "over 65" is not 92.
_ROUND = frozenset({"about", "almost", "over"})
# Words before a length that make it a point in time or a rhythm: "in two days", "every three weeks".
_NOT_LASTING = frozenset("in every each per past last next first previous coming".split())
_ABOUT = re.compile(r"(?:about|around|some|roughly|approximately|or so)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([\w’'-]+)\s+$")
_OF_NOUN = re.compile(r"[’']?\s+of\s+((?:[a-z][\w-]*\s*){1,3})")
_NEXT_NOUN = re.compile(r"\s+((?:[a-z][\w-]*\s*){1,2})")
# Words before "two" that speak of two already named, or of two sides.
_KNOWN = frozenset("the these those its their his her our your my both other all last first next past between".split())
_REACHES = re.compile(r"\b(?:to|at|reached|reaching|hit|past|beyond|above|passed)\s+$")
_PARTITIVE = re.compile(r"\b(?:of|among)\s+(?:the\s+|its\s+|their\s+|these\s+|those\s+)?$")


def number_claims(view: View, sentence: Span, quantities: Sequence[Quantity]) -> Iterator[Claim]:
    """One claim for each quantity of the sentence that counts or measures something."""
    for quantity in quantities:
        if _counts(view.text, quantity):
            claim = _count(view, sentence, quantity)
            if claim.head != NOTHING:
                yield claim


def length_claims(view: View, sentence: Span, times: Sequence[TimeExpression]) -> Iterator[Claim]:
    """One claim for each length of time that something lasts, in days: "a three-year permit", "lasted two weeks"."""
    for time in times:
        when = time.when
        if time.kind != "duration" or when.op != "length" or (when.low is None and when.high is None):
            continue
        before = _WORD_BEFORE.search(view.text, max(sentence.start, time.span.start - 20), time.span.start)
        if before and before.group(1).casefold() in _NOT_LASTING:
            continue
        base = load_table("measures")["to_base"].get(when.unit)
        if base is None:  # "two weekends", "three seasons" last no known number of days
            continue
        clause, event = view.clause(sentence, time.span)
        head = _lasting(view, sentence, time.span) or (stem(event.lemma) if event else "")
        if not head:
            continue
        value = when.low if when.low is not None else when.high or 0.0
        low, high = when.low, when.high
        if low is not None and high is not None and _ABOUT.match(view.words(time.span)):
            low, high = low * (1 - _BOUNDS["about"][0]), high * (1 + _BOUNDS["about"][1])
        days = base["factor"]
        yield change(
            make_claim(view, "duration", clause, time.span, head, event),
            low=days * (value * (1 - _BOUNDS["almost"][0]) if low is None else low),
            high=days * (value * (1 + _BOUNDS["over"][1]) if high is None else high),
            unit="day",
            value=days * value,
        )


def _lasting(view: View, sentence: Span, time: Span) -> str:
    """The noun of what lasts: "three days of mourning", "a two-year permit"; empty where a verb has to say it."""
    after = view.text[time.end : min(sentence.end, time.end + 60)]
    found = _OF_NOUN.match(after) or (_NEXT_NOUN.match(after) if "-" in view.words(time) else None)
    nouns = content_stems(found.group(1)) if found else []
    return nouns[-1] if nouns else ""


def _counts(text: str, quantity: Quantity) -> bool:
    """False for words that look like a count and are none: "the two leaders", "zero tolerance", "Falcon 9 rockets"."""
    if _is_label(text, quantity) or is_ruled_out(text, quantity.span):
        return False
    words = text[quantity.span.start : quantity.span.end]
    spelled = words.startswith("2 ") or not any(c.isdigit() for c in words)
    if quantity.value <= 0 or not spelled or quantity.unit not in {None, "person"} or quantity.value > 2:
        return quantity.value > 0
    before = text[max(0, quantity.span.start - 20) : quantity.span.start].split()[-1:]
    known = bool(before) and (before[0].casefold() in _KNOWN or before[0].endswith(("’s", "'s", "s’", "s'")))
    return quantity.of is not None and quantity.value == quantity.value_max == 2 and not known


def _is_label(text: str, quantity: Quantity) -> bool:
    """Whether the number belongs to the name or noun before it: "Falcon 9 rockets", "on lap 69 Voss passes"."""
    if (
        quantity.unit is not None
        or quantity.value != quantity.value_max
        or not _FIGURES.match(text, quantity.span.start)
    ):
        return False
    before = _NUMBERED.search(text, max(0, quantity.span.start - 40), quantity.span.start)
    if before is None:
        return False
    word, lead = before.group(2), before.group(1) or ""
    if word.casefold() in load_table("claim_frames")["numbered"]["nouns"]:
        return True
    folded = word.casefold()
    common = any(folded in load_words(words) for words in ("common_words", "function_words", "time_words"))
    return word[0].isupper() and not common and lead.casefold() not in _WHERE


def _count(view: View, sentence: Span, quantity: Quantity) -> Claim:
    """A number and what it counts; ``head`` folds the ways to say one count ("died", "death toll") together."""
    clause, event = view.clause(sentence, quantity.span)
    below, above = _leeway(quantity, view.words(quantity.span))
    base = load_table("measures")["to_base"].get(quantity.unit or "", {"base": quantity.unit, "factor": 1.0})
    claim = make_claim(view, "number", clause, quantity.span, _head(view, clause, sentence, quantity), event)
    if quantity.unit == AGE:
        claim = change(claim, head=AGE, actors=_aged(view, sentence, quantity))
    return change(
        claim,
        about=_around(claim),
        kind="duration" if quantity.unit in _LENGTHS else "number",
        low=quantity.value * (1 - below) * base["factor"],
        high=quantity.value_max * (1 + above) * base["factor"],
        unit=base["base"],
        value=quantity.value * base["factor"],
    )


def _aged(view: View, sentence: Span, quantity: Quantity) -> tuple[str, ...]:
    """Whose age it is: of who is named right before it ("Ada Voss, 31") or behind ("the 31-year-old Ada Voss")."""
    gap = _NAMED_BEFORE.search(view.text, max(sentence.start, quantity.span.start - 12), quantity.span.start)
    before = view.person_at(gap.start()) if gap else ()
    words = _NAMED_AFTER.match(view.text, quantity.span.end, sentence.end)
    return before or (view.person_in(Span(quantity.span.end, words.end())) if words else ())


def _leeway(quantity: Quantity, words: str) -> tuple[float, float]:
    """The shares of the value that its bound word leaves open below and above."""
    below, above = _BOUNDS[quantity.approx]
    spelled = not any(c.isdigit() for c in words)
    if quantity.approx == "about" and spelled and quantity.value_max > 2 * quantity.value:
        return below, _VAGUE
    if quantity.approx not in _ROUND:
        return below, above
    digits = f"{quantity.value:.6e}".split("e")[0].replace(".", "").rstrip("0")
    step = 10.0 ** (1 - len(digits)) / float(f"{digits[0]}.{digits[1:]}0")
    return min(below, 2 * step), min(above, 2 * step)


_LENGTHS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})


def _around(claim: Claim) -> tuple[str, ...]:
    """The words around a number without numbers and people; all ways to say its head become one."""
    plain = {_heads().get(s, s) for s in claim.about if not s[0].isdigit() and s not in _anybody()}
    toll = claim.head.split(" ")[0]
    return tuple(sorted(plain | {toll} if toll in load_table("claim_frames")["heads"] else plain))


def _head(view: View, clause: Span, sentence: Span, quantity: Quantity) -> str:
    """What the number is of: people who died, were hurt, held ... under that; a part of them ("ten children") apart."""
    noun = view.stems(quantity.of) if quantity.of else []
    if quantity.unit not in {None, "person"}:
        base = load_table("measures")["to_base"].get(quantity.unit or "", {"base": quantity.unit})["base"]
        return noun[-1] if noun else _measured(view, sentence, quantity) or base or ""
    last = noun[-1] if noun else ""
    own = view.stems(quantity.span)
    toll = next((_heads()[s] for s in [*noun, *own] if s in _heads()), None) or _nearest_toll(view, clause, quantity)
    partitive = _PARTITIVE.search(view.text, max(sentence.start, quantity.span.start - 20), quantity.span.start)
    before = view.text[max(sentence.start, partitive.start() - 20) : partitive.start()] if partitive else ""
    counted = content_stems(before)[-1:]
    if counted and counted[0] in _heads():
        toll, partitive = _heads()[counted[0]], None
    if toll and not partitive and (not last or quantity.unit == "person" or last in _people() or last in _heads()):
        part = last and last not in _heads() and last not in _anybody()
        return f"{toll} {last}" if part else toll
    if last:
        return last
    return counted[0] if counted and partitive else _risen(view, sentence, quantity) or NOTHING


def _risen(view: View, sentence: Span, quantity: Quantity) -> str | None:
    """The toll at the head of a sentence that a bare number ends: "the death toll, which had ..., rose to 85"."""
    before = view.text[max(sentence.start, quantity.span.start - 30) : quantity.span.start]
    if not _REACHES.search(before):
        return None
    return next(
        (_heads()[s] for s in content_stems(view.text[sentence.start : quantity.span.start]) if s in _heads()), None
    )


def _nearest_toll(view: View, clause: Span, quantity: Quantity) -> str | None:
    """What befell those counted, by the word for it that stands nearest in the clause, before the number first."""
    before = content_stems(view.text[clause.start : quantity.span.start])
    after = content_stems(view.text[quantity.span.end : clause.end])
    found = [(len(before) - i - 0.5, _heads()[s]) for i, s in enumerate(before) if s in _heads()]
    found += [(i + 1.0, _heads()[s]) for i, s in enumerate(after) if s in _heads()]
    return min(found)[1] if found else None


def _measured(view: View, sentence: Span, quantity: Quantity) -> str:
    """The thing a measure is said of: "a 25-tonne lorry"."""
    if "-" not in view.words(quantity.span):
        return ""
    head = ""
    after = view.text[quantity.span.end : min(sentence.end, quantity.span.end + 60)]
    for word in re.split(r"[\s-]+", after.lstrip(", -")):
        noun = content_stems(word.strip(",.;:"))
        if not noun or word.casefold() in load_words("phrase_enders"):
            break
        head = noun[-1]
        if word[-1] in ".,;:":
            break
    return head


@cache
def _people() -> frozenset[str]:
    return frozenset(stem(word) for word in load_table("claim_frames")["people"]["nouns"])


@cache
def _anybody() -> frozenset[str]:
    return frozenset(stem(word) for word in load_table("claim_frames")["people"]["anybody"])


@cache
def _heads() -> dict[str, str]:
    return {form: head for head, forms in load_table("claim_frames")["heads"].items() for form in forms}
