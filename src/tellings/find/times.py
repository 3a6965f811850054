"""Time expressions, as symbols: what is said is kept as said, and no day is worked out here."""

from dataclasses import replace
from functools import cache

from tellings.find.clause_tense import read_tense
from tellings.find.time_clocks import clock_behind, read_clock
from tellings.find.time_dates import read_date
from tellings.find.time_lengths import bound_at, read_length, read_set, read_stretch
from tellings.find.time_parts import APOSTROPHES, DASHES, Found, Tokens
from tellings.find.time_relative import is_daily, read_away, read_point, read_relative, read_shift
from tellings.lexicon import load_table
from tellings.model.document import Document
from tellings.model.reading import Sentence, Tense, TimeExpression
from tellings.model.span import Span
from tellings.model.when import When
from tellings.text.numbers import ONES, ORDINALS, SCALES, TENS
from tellings.text.tokens import sentence_tokens, word_at

# So many tokens may stand between the first word of a time and the word that makes it one ("the first two weeks").
_REACH = 6
_JOINS = frozenset(("to", "through", "until", "till", "and", "or", *DASHES))
# "Moved from 8 to 9 May" leaves one day for another; what may stand between the verb and "from" is its thing.
_MOVED = frozenset("moved shifted postponed rescheduled delayed deferred adjourned pushed put brought changed".split())
_PARTS = frozenset('. ; : ! ? ( ) , “ ” " — – and but or to on in at which that who is are was were be'.split())
_THING = 7


def find_times(doc: Document, sentences: tuple[Sentence, ...]) -> tuple[TimeExpression, ...]:
    """The time expressions of a report in text order, none overlapping another.

    Extents follow TIMEX3: no preposition ("in", "on", "by"), but the words that bound or shift ("over two years", "late
    last month"). Ranges are one expression ("April 8-10", "between 2014 and 2016"). Nothing is resolved: see
    ``tellings.story.resolve``.
    """
    found = []
    cores = _cores()
    for tokens in sentence_tokens(doc.text, sentences):
        words = [token.low for token in tokens]
        if not cores.isdisjoint(words) or any(word[0].isdecimal() for word in words):
            found += _find(tokens)
    return tuple(found)


def _find(ts: Tokens) -> list[TimeExpression]:
    starters, cores = _starters(), _cores()
    found, at, core = [], 0, -1
    while at < len(ts):
        if core < at:
            core = next((k for k in range(at, len(ts)) if ts[k].low in cores or ts[k].low[0].isdecimal()), len(ts))
        word = ts[at].low
        if core - at > _REACH:
            at = core - _REACH
            continue
        if word not in starters and at < core:
            at += 1
            continue
        time = _read(ts, at)
        if time is None:
            at += 1
            continue
        if moved := _old_and_new(ts, time):
            old, new = moved
            found += [_express(ts, old, None), _express(ts, new, "future")]
            at = time.end
            continue
        tense = read_tense(ts, time.start, time.end)
        if word_at(ts, time.start - 1) == "for" and time.when.op == "weekday":
            # "Called for Sunday", "the vote was moved for Monday": what is for a day lies ahead.
            tense = "future"
        if tense == "present" and time.when.op == "weekday" and word_at(ts, time.end) in APOSTROPHES:
            # "The move follows Tuesday's vote".
            tense = "past"
        found.append(_express(ts, time, tense))
        at = time.end
    return found


def _express(ts: Tokens, time: Found, tense: Tense | None) -> TimeExpression:
    return TimeExpression(Span(ts[time.start].start, ts[time.end - 1].end), time.kind, time.when, tense)


def _old_and_new(ts: Tokens, time: Found) -> tuple[Found, Found] | None:
    """The two days of "moved from 8 to 9 May", which are no stretch of days; ``None`` for any other time."""
    if time.when.op != "range" or word_at(ts, time.start - 1) != "from" or not all(map(is_daily, time.when.of)):
        return None
    to = next((k for k in range(time.start + 1, time.end - 1) if ts[k].low == "to"), None)
    for at in range(time.start - 2, max(-1, time.start - 2 - _THING), -1):
        if ts[at].low in _MOVED and to is not None:
            old, new = time.when.of
            return Found(old, time.kind, time.start, to), Found(new, time.kind, to + 1, time.end)
        if ts[at].low in _PARTS:
            break
    return None


def _read(ts: Tokens, at: int) -> Found | None:
    """The longest reading of the words at ``at`` as a time, by trying the kinds in a fixed order."""
    first = read_clock(ts, at) or read_set(ts, at) or read_date(ts, at)
    if first is None:
        first = read_stretch(ts, at) or read_relative(ts, at) or _bounded(ts, at) or read_length(ts, at)
    elif first.kind == "date" and first.when.op == "calendar" and first.when.unit == "day":
        pass
    if first is None or first.kind not in ("date", "time"):
        return first
    if first.when.op != "clock":
        first = _grown(ts, first)
    return _joined(ts, first) or first


def _grown(ts: Tokens, first: Found) -> Found:
    """``first`` with the part of the day or the clock behind it."""
    again = read_point(ts, first.start)
    if again and again.end > first.end:
        first = again
    return clock_behind(ts, first) or _within(ts, first) or first


def _within(ts: Tokens, first: Found) -> Found | None:
    """A month or weekday of a stretch told beside it: "January last year", "Tuesday of next week"."""
    month = first.when.op == "calendar" and first.when.unit == "month" and first.when.year is None
    if first.when.count is not None or not (month or first.when.op == "weekday"):
        return None
    whole = read_shift(ts, first.end + (word_at(ts, first.end) in ("of", "in", ",")))
    if whole is None or whole.when.op != "unit" or whole.when.unit != ("year" if month else "week"):
        return None
    return first._replace(when=replace(first.when, of=(whole.when,)), end=whole.end)


def _bounded(ts: Tokens, at: int) -> Found | None:
    """A time with its bound words: "about a year ago", "almost 20 years later"."""
    _, here = bound_at(ts, at)
    if here == at:
        return None
    found = read_away(ts, here)
    return found._replace(start=at) if found else None


def _joined(ts: Tokens, first: Found) -> Found | None:
    """``first`` and a second time of its kind as one range: "from Monday to Wednesday", "March and April"."""
    sign = word_at(ts, first.end)
    if sign not in _JOINS:
        return None
    here = first.end + 1 + (word_at(ts, first.end + 1) == "on")
    second = read_point(ts, here)
    if second is None or second.kind not in ("date", "time"):
        return None
    second = clock_behind(ts, second) or second
    a, b = first.when, second.when
    if not _match(a, b):
        return None
    before = word_at(ts, first.start - 1)
    if sign in ("and", "or"):
        if not (before in ("between", "either") or _follows(a, b)):
            return None
    elif sign == "to" and before not in ("from", "s", "and") and not _follows(a, b) and not (is_daily(a) and a.day):
        return None
    return Found(When("range", of=(a, b)), first.kind, first.start, second.end)


def _match(a: When, b: When) -> bool:
    if is_daily(a) and is_daily(b):
        return a.op not in ("unit",) or b.op == "unit"
    return a.op == b.op and a.unit == b.unit and a.op in ("calendar", "season", "unit", "clock")


def _follows(a: When, b: When) -> bool:
    """Whether the second weekday or month comes right after the first."""
    if a.op == b.op == "weekday" and a.weekday is not None and b.weekday is not None:
        return (a.weekday + 1) % 7 == b.weekday
    if a.op == b.op == "calendar" and a.unit == b.unit == "month" and a.month and b.month:
        return a.month % 12 + 1 == b.month and (a.year is None or b.year == a.year)
    return False


@cache
def _cores() -> frozenset[str]:
    """The words one of which every time expression has, unless it has figures."""
    times = load_table("times")
    words = {word for name in times if name not in ("feasts", "named_days") for word in times[name]} - set(
        times["parts"]
    )
    words |= {name.split("'")[0].split()[0] for name in times["feasts"]}
    words |= {day + "s" for day in times["weekdays"]}
    words |= set("today tonight yesterday tomorrow noon midday midnight half midweek midyear saint".split())
    return frozenset(words)


@cache
def _starters() -> frozenset[str]:
    """The words a time expression can begin with."""
    times = load_table("times")
    words = {word for name in times if name != "named_days" for word in times[name]}
    words |= {name.split("'")[0].split()[0] for name in times["feasts"]}
    words |= {day + "s" for day in times["weekdays"]}
    words |= {*ONES, *TENS, *SCALES, *ORDINALS}
    words |= set(
        "the a an that this these last next past coming previous following same today tonight yesterday tomorrow "
        "overnight every each once twice times noon midday midnight half several few many some about around roughly "
        "over more less almost nearly at up under no not fewer only just another recent saint q opening final latter "
        "countless approximately exactly very his her their its midweek midyear ' ’ ‘".split()
    )
    return frozenset(words)
