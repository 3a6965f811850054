"""Numbers, days and firsts of a draft against those of a report's sentence."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from math import isclose

from tellings.lexicon import load_table
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.story.check_line import Day, Line, Value
from tellings.story.check_parts import Asked, Fault, is_free
from tellings.story.check_words import alike, words_of
from tellings.text.numbers import ONES
from tellings.text.spans import overlap
from tellings.text.verbs import verb_forms
from tellings.text.words import stem

# Values in other units of the same measure are equal within this share: reports round what they convert.
ROUNDING = 0.03
# So many at most are "the two", "the three": named one by one elsewhere.
FEW = 3
# Words before a day at the head of a sentence: "Early in July".
FRAME = 2
# A month, with a day or without one, and no year.
_YEARLESS = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?)?")
# Of the time of writing, not of a day that could be wrong.
# Number words that no finder took for a value: "nine missing people".
_NUMBERS = {word: int(number) for word, number in ONES.items() if number > 1}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b(?!-)", re.IGNORECASE)
_UPWARD = frozenset(("over", "at_least"))
_PRESENT = frozenset(("now", "right now", "currently", "at present", "at the moment"))

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def compare_values(asked: Asked, line: Line) -> Iterator[Fault]:
    """Numbers of the draft that the sentence does not give, or gives otherwise."""
    for value in asked.line.values:
        if not is_free(asked, value.span) or any(_fits(value, other) for other in line.values):
            continue
        printed = asked.line.words_at(value.span)
        rivals = [v for v in line.values if _comparable(value, v)]
        if not rivals and _points_back(value, asked.line):
            continue
        if _stands_bare(value, asked, line):
            continue
        if rivals:
            said = " and ".join(f"“{line.words_at(v.span)}”" for v in rivals[:2])
            yield Fault("number", True, f"the reports say {said}, the draft says “{printed}”")
        else:
            yield Fault("number", False, f"“{printed}” is not in the reports")
    yield from _compare_figures(asked, line)


def _stands_bare(value: Value, asked: Asked, line: Line) -> bool:
    """Whether the number of people stands without the noun, before a verb: "of 28 hurt, five remained"."""
    if not value.exact or value.unit or not any(alike(word, stem("people")) for word in value.of):
        return False
    number = asked.line.words_at(value.span).split()[0].lower()
    if number in _NUMBERS and re.search(rf"\b{number}\s+(?:[a-z]+\s+)?people\b", line.text.lower()):
        return True  # "nine missing people", which no finder takes for a count
    for match in re.finditer(rf"\b{re.escape(number)}\s+(?:have\s+|had\s+)?([a-z]+)\b", line.text.lower()):
        if any(form in ("past", "base") for _, form in verb_forms().get(match.group(1), ())):
            return True
    return False


def _points_back(value: Value, line: Line) -> bool:
    """Whether a small number only names again whom the reports have named: "the two countries"."""
    before = line.reading.document.text[line.span.start : value.span.start]
    return value.exact and value.low <= FEW and bool(re.search(r"\b(?:the|these|those)\s+$", before, re.IGNORECASE))


def _compare_figures(asked: Asked, line: Line) -> Iterator[Fault]:
    """Figures that no finder took for a value or a date must stand in the report as they are."""
    text = asked.line.reading.document.text
    known = [*(v.span for v in asked.line.values), *(d.span for d in asked.line.days), *asked.outside]
    for match in re.finditer(r"\d[\d.,]*", text[asked.line.span.start : asked.line.span.end]):
        span = Span(asked.line.span.start + match.start(), asked.line.span.start + match.end())
        if not any(overlap(span, other) for other in known) and not re.search(
            rf"\b{re.escape(match.group())}\b", line.text
        ):
            yield Fault("number", False, f"“{match.group()}” is not in the reports")
    for match in _NUMBER_WORD.finditer(text, asked.line.span.start, asked.line.span.end):
        figure = _NUMBERS[match.group().lower()]
        told = {w.lower() for w in re.findall(r"[^\W_]+", line.text)}
        tested = any(overlap(Span(*match.span()), other) for other in known)
        back = re.search(r"\b(?:the|these|those|both)\s+$", text[: match.start()], re.IGNORECASE)
        if tested or back or figure in {v.figure for v in line.values} or {match.group().lower(), str(figure)} & told:
            continue
        yield Fault("number", False, f"“{match.group()}” is not in the reports")


def _fits(value: Value, other: Value) -> bool:
    """Whether the report's value bears out the draft's: equal, or a bound of the one holds the other."""
    if _is_age(value, other) and value.figure == other.figure:
        return True
    if value.unit != other.unit or not _same_thing(value, other):
        return False
    if value.printed_unit != other.printed_unit and value.unit:
        return value.low <= other.high * (1 + ROUNDING) and other.low <= value.high * (1 + ROUNDING)
    if isclose(value.figure, other.figure, rel_tol=1e-4) and (value.bound in _UPWARD) == (other.bound in _UPWARD):
        return value.high == other.high or not (value.exact and other.exact)
    if value.exact:
        return value.low == other.low and (value.high == other.high or not other.exact)
    return value.low <= other.high and other.low <= value.high and _is_rounder(value, other)


def _is_age(value: Value, other: Value) -> bool:
    """Whether a bare number may be the years of somebody: "Marek, 58," of one who is 58 years old."""
    return other.unit == "year_of_age" and value.unit is None and value.exact and not value.of


def _is_rounder(value: Value, other: Value) -> bool:
    """Whether the draft's figure may be the report's put roundly: "more than 80" of 84, not "more than 48" of 84.

    A figure is the rounder, the larger the 1, 5 or 10 it is a multiple of; two that are equally round are two figures.
    """
    return _grain(value.figure) > _grain(other.figure) or isclose(value.figure, other.figure, rel_tol=1e-4)


def _grain(figure: float) -> float:
    """The largest of ..., 0.1, 0.5, 1, 5, 10, 50 ... that a figure is a multiple of."""
    cents = round(figure * 100)
    if not isclose(figure * 100, cents, rel_tol=1e-6):
        return 500.0  # a third, two thirds ... are round
    grain = 1
    while cents and cents % (grain * 10) == 0:
        grain *= 10
    return grain * 5 if cents % (grain * 5) == 0 else grain


def _same_thing(value: Value, other: Value) -> bool:
    if value.unit or not value.of or not other.of:
        return True
    return any(alike(a, b) for a in value.of for b in other.of)


def _comparable(value: Value, other: Value) -> bool:
    return (value.unit == other.unit and _same_thing(value, other)) or _is_age(value, other)


def compare_days(asked: Asked, line: Line) -> Iterator[Fault]:
    """Days of the draft that the sentence does not give its deed, or gives it others."""
    known = [d for d in line.days if d.period]
    for day in asked.line.days:
        if not is_free(asked, day.span):
            continue
        printed = asked.line.words_at(day.span)
        if printed.lower().startswith("that ") or printed.lower() in _PRESENT:
            continue
        if day.period is None:
            same_words = [d for d in line.days if line.words_at(d.span).lower() == printed.lower()]
            if not any(_same_deed(day, d, asked, line) for d in same_words):
                yield Fault("date", False, f"it stays open what day “{printed}” is")
            continue
        if any(d.period is None and printed.lower() in line.words_at(d.span).lower() for d in line.days):
            continue
        alike_days = [d for d in known if _are_same(day, d, asked, line)]
        fitting = [d for d in alike_days if _same_deed(day, d, asked, line)]
        if any(_same_slot(day, d) for d in fitting):
            continue
        if _counts_from_text(printed):
            yield Fault("date", False, f"the reports do not date it to “{printed}”")
            continue
        said = [f"“{line.words_at(d.span)}”" for d in known]
        same = bool(alike_days)
        if fitting or (not same and any(d.period and _disjoint(day.period, d.period) for d in known)):
            yield Fault("date", True, f"the reports say {' and '.join(said[:2])}, the draft says “{printed}”")
        else:
            yield Fault("date", False, f"the reports do not date it to “{printed}”")


def gives_day(value: str, days: Sequence[Day]) -> bool:
    """Whether the day or days of a telling ("2031-05-14/2031-05-16") meet one of a sentence's."""
    found = [date.fromisoformat(day) for day in value.split("/") if _ISO.fullmatch(day)]
    return bool(found) and any(d.period and d.period.start <= found[-1] and found[0] <= d.period.end for d in days)


def _counts_from_text(printed: str) -> bool:
    """Whether a day is counted from another one told before, not from the day of writing: "two days earlier"."""
    return bool(re.search(r"\b(?:earlier|later|before|after|previous|following|next day)\b", printed, re.IGNORECASE))


def _are_same(day: Day, other: Day, asked: Asked, line: Line) -> bool:
    """Whether the report's day bears out the draft's: the days it means, or the same words where neither gives a year.

    A year that nobody wrote was inferred for each text by itself, so that "April" may have come out as two.
    """
    if day.period is None or other.period is None:
        return False
    mine, theirs = asked.line.words_at(day.span), line.words_at(other.span)
    if _same_days(day.period, other.period):
        return True
    one, two = day.period, other.period
    if one.clock or two.clock:
        bare = re.fullmatch(r"(?:about |around |at )*\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?\s?m\.?)?", mine, re.IGNORECASE)
        return bool(bare) and one.clock == two.clock
    if not (_YEARLESS.fullmatch(mine) and _YEARLESS.fullmatch(theirs)) or one.grain != two.grain:
        return False
    return (one.start.month, one.start.day, one.end.day) == (two.start.month, two.start.day, two.end.day)


def _beside_other(day: Day, line: Line) -> bool:
    """Whether it only completes the day beside it: "17 December last year"."""
    text = line.reading.document.text
    gaps = [text[min(d.span.end, day.span.end) : max(d.span.start, day.span.start)] for d in line.days if d != day]
    return any(gap.strip(" ,") in ("", "of", "in") for gap in gaps)


def _opens(day: Day, line: Line) -> bool:
    """Whether it stands at the head of the sentence, and so dates all of it: "In July 2031, a fault caused ...".

    At the head of "On Monday, Marek said that it burst" it dates the saying alone.
    """
    reporting = {stem(word) for word in load_table("checking")["reporting"]["words"]}
    telling = any(deed.word in reporting for deed in line.deeds) or bool(line.said)
    return not telling and len(line.reading.document.text[line.span.start : day.span.start].split()) <= FRAME


def _same_deed(day: Day, other: Day, asked: Asked, line: Line) -> bool:
    """False where the report's day dates another deed than the one the draft dates."""
    dated = [d for d in asked.line.deeds if d.time == day.span] or [d for d in asked.line.deeds if d.verb]
    pairs = [e for e in line.deeds if (e.verb or e.time) and any(alike(d.word, e.word) for d in dated)]
    if not pairs or any(e.time == other.span for e in pairs) or (day.slot == other.slot == "from"):
        return True
    if _opens(other, line) or (_beside_other(day, asked.line) and _beside_other(other, line)):
        return True
    return not any(e.time == other.span for e in line.deeds) and all(e.time is None for e in pairs)


def _same_slot(day: Day, other: Day) -> bool:
    return not day.slot or not other.slot or day.slot == other.slot


def _same_days(asked: Period, told: Period) -> bool:
    """Whether the report's days bear out the draft's: the same, or days within a longer stretch of the draft."""
    if asked.clock and told.clock and asked.clock != told.clock:
        return False
    return asked.start <= told.start and told.end <= asked.end


def _disjoint(asked: Period, told: Period) -> bool:
    return asked.end < told.start or told.end < asked.start


def compare_ordinals(asked: Asked, line: Line) -> Iterator[Fault]:
    """Firsts and seconds of the draft that the sentence does not count so."""
    text = asked.line.reading.document.text
    for word in sorted(asked.line.ordinals):
        places = [
            m.start() + asked.line.span.start for m in re.finditer(rf"\b{word}\b", asked.line.text, re.IGNORECASE)
        ]
        inside = [*(d.span for d in asked.line.days), *asked.outside, *(n.span for n in asked.line.names)]
        if all(any(s.start <= at < s.end for s in inside) for at in places):
            continue
        if word in line.ordinals and not _counts_alike(text[places[0] :], word, line.text):
            yield Fault("ordinal", True, f"the reports do not count what the draft calls “{word}” so")
            continue
        if word not in line.ordinals:
            others = sorted(line.ordinals)
            clash = bool(others)
            yield Fault(
                "ordinal",
                clash,
                f"the reports say “{others[0]}”, the draft says “{word}”" if clash else f"no report says “{word}”",
            )
            continue
        if re.match(r"\w+\s+(?:part|day|time|of)\b", text[places[0] :]) and not asked.line.days:
            continue
        for day in asked.line.days:
            if day.period and not any(d.period == day.period for d in line.days):
                yield Fault(
                    "ordinal",
                    False,
                    f"the reports count it over another stretch than “{asked.line.words_at(day.span)}”",
                )


def _counts_alike(text: str, word: str, told: str) -> bool:
    """Whether the same ordinal stands before a like noun."""
    mine = words_of(" ".join(text.split()[1:5]))[:2]
    for match in re.finditer(rf"\b{word}\b", told, re.IGNORECASE):
        theirs = words_of(" ".join(told[match.end() :].split()[:5]))[:3]
        if re.match(r"\s+of\s+(?:them|these|those|which|whom)\b", told[match.end() :]):
            theirs = words_of(told[: match.start()])
        if not mine or any(alike(a, b) for a in mine for b in theirs):
            return True
    return False
