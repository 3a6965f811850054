"""Times told from the day of writing or from the date before: "last week", "two days later", "the next day"."""

from tellings.find.time_dates import read_date
from tellings.find.time_lengths import length_at, ordinal_stretch_at
from tellings.find.time_parts import (
    APOSTROPHES,
    DASHES,
    Found,
    Tokens,
    daypart_at,
    is_capital,
    month_at,
    number_in,
    table,
    unit_at,
    year_at,
)
from tellings.model.when import Base, Part, Season, Unit, When
from tellings.text.numbers import ORDINALS
from tellings.text.tokens import word_at

_SHIFTS = {"last": -1, "this": 0, "next": 1, "past": -1, "coming": 1, "previous": -1, "following": 1, "preceding": -1}
_DAYWORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_HALVES: dict[int, Part] = {1: "first_half", 2: "second_half"}
_QUARTERS: dict[int, Part] = {1: "q1", 2: "q2", 3: "q3", 4: "q4"}
_AWAY = {"ago": -1, "earlier": -1, "before": -1, "previously": -1, "later": 1, "after": 1, "afterwards": 1, "hence": 1}


def read_relative(ts: Tokens, at: int) -> Found | None:
    """The relative time that begins at ``at``; ``None`` where none does."""
    word = word_at(ts, at)
    if word in _DAYWORDS or word == "tonight" or word == "overnight":
        return _read_dayword(ts, at)
    for reader in (_read_part, _read_ordinal_stretch, _read_division, read_shift, read_away, _read_vague):
        found = reader(ts, at)
        if found:
            return found
    return None


def read_point(ts: Tokens, at: int) -> Found | None:
    """A date or a relative time at ``at``, with the part of the day behind it ("Thursday night")."""
    found = read_date(ts, at) or read_relative(ts, at)
    return _with_daypart(ts, found) if found else None


def _unit(unit: Unit, count: int, base: Base = "report") -> When:
    return When("unit", unit=unit, count=count, base=base)


def is_daily(when: When) -> bool:
    """Whether a time is one day, so that a part of the day or a clock time can stand on it."""
    if when.op == "part":
        return is_daily(when.of[0])
    return when.op in ("weekday", "nth", "easter") or (when.unit == "day" and when.op in ("calendar", "unit"))


def _with_daypart(ts: Tokens, found: Found) -> Found:
    """``found`` with the part of the day behind it: "Thursday night"; "Monday at noon" is left to the clock."""
    here = found.end + (word_at(ts, found.end) in ("early", "late", "in", "during"))
    here += here > found.end and word_at(ts, here) == "the"
    part = daypart_at(ts, here)
    if part and is_daily(found.when) and found.when.op != "part" and part != "overnight":
        return Found(When("part", part=part, of=(found.when,)), "time", found.start, here + 1)
    return found


def _read_dayword(ts: Tokens, at: int) -> Found | None:
    word = word_at(ts, at)
    if word == "tonight":
        return Found(When("part", part="night", of=(_unit("day", 0),)), "time", at, at + 1)
    if word == "overnight":
        if word_at(ts, at + 1) in ("stay", "stays", "success", "sensation", "train", "bus", "flight"):
            return None
        return Found(When("part", part="overnight", of=(_unit("day", 0),)), "time", at, at + 1)
    if is_capital(ts, at) and is_capital(ts, at - 1) and word_at(ts, at - 1) not in ("the",):
        # "USA Today", "Channel Tomorrow".
        return None
    return Found(_unit("day", _DAYWORDS[word]), "date", at, at + 1)


def _read_part(ts: Tokens, at: int) -> Found | None:
    """A part of a stretch: "late last month", "mid-October", "the end of April", "earlier this week"."""
    the = at + (word_at(ts, at) in ("the", "very"))
    word = word_at(ts, the)
    part: Part | None = table("parts").get(word)  # type: ignore[assignment]
    if part is None:
        return None
    comparative = word in ("earlier", "later")
    noun = word in ("beginning", "start", "middle", "end")
    here = the + 1
    while word_at(ts, here) in DASHES | {"in", "on", "of"} and here < the + 3:
        here += 1
    if noun and word_at(ts, the + 1) != "of":
        return None
    inner = read_date(ts, here) or read_shift(ts, here) or _read_whole(ts, here) or _read_division(ts, here)
    if inner is None and word_at(ts, here) in _DAYWORDS | {"tonight": 0}:
        inner = _read_dayword(ts, here)
    if inner is None:
        return _read_daypart_of(ts, at, here, part) if not noun else None
    if comparative:
        return inner._replace(start=at)
    if inner.when.op in ("length", "stretch", "range", "vague"):
        return None
    inner = _with_daypart(ts, inner)
    if is_daily(inner.when):
        return inner._replace(start=at)
    return Found(When("part", part=part, of=(inner.when,)), "date", at, inner.end)


def _read_whole(ts: Tokens, at: int) -> Found | None:
    """The month or year the report is written in, said as "the month" after "the end of" and the like."""
    the = word_at(ts, at) in ("the", "this")
    unit = unit_at(ts, at + the)
    if the and unit and unit not in ("second", "minute", "hour") and not word_at(ts, at + the).endswith("s"):
        return Found(_unit(unit, 0), "date", at, at + 2)
    return None


def _read_daypart_of(ts: Tokens, start: int, at: int, part: Part) -> Found | None:
    """A part of the day before its day: "early in the morning of 3 May"."""
    the = word_at(ts, at) == "the"
    daypart = daypart_at(ts, at + the)
    if daypart is None or daypart == "overnight":
        return None
    day = read_date(ts, at + the + 1 + (word_at(ts, at + the + 1) in ("on", "of")))
    if day and is_daily(day.when):
        return Found(When("part", part=daypart, of=(day.when,)), "time", start, day.end)
    return None


def _read_ordinal_stretch(ts: Tokens, at: int) -> Found | None:
    """A length at an end of a stretch: "the first two months of the year", "the last week of May"."""
    stretch = ordinal_stretch_at(ts, at)
    if stretch is None or word_at(ts, stretch[2]) not in ("of", "in"):
        return None
    length, part, end = stretch
    inner = read_date(ts, end + 1) or read_shift(ts, end + 1) or _read_whole(ts, end + 1)
    if inner is None or inner.when.op in ("length", "stretch", "range", "vague") or is_daily(inner.when):
        return None
    side = 1 if part == "start" else -1
    when = When("stretch", count=side, part=part, of=(length, inner.when))
    return Found(when, "date", at, inner.end)


def _read_division(ts: Tokens, at: int) -> Found | None:
    """A half or quarter: "the first half of this year", "the third quarter of 2019", "Q3 2022"."""
    the = at + (word_at(ts, at) in ("the", "this"))
    nth, here = ORDINALS.get(word_at(ts, the)), the + 1
    if word_at(ts, the) == "q" and is_capital(ts, the) and word_at(ts, the + 1) in ("1", "2", "3", "4"):
        part, here = _QUARTERS[int(ts[the + 1].text)], the + 2
    else:
        if nth is None and word_at(ts, the) in ("latter", "last"):
            nth = 2
        if nth is None:
            return None
        here += word_at(ts, here) in DASHES
        noun = word_at(ts, here)
        divisions = _HALVES if noun == "half" else _QUARTERS if noun == "quarter" else {}
        if nth not in divisions:
            return None
        part, here = divisions[nth], here + 1
    joined = here + (word_at(ts, here) in ("of", "in", ","))
    inner = read_date(ts, joined) or read_shift(ts, joined) or _read_whole(ts, joined)
    fits = inner is not None and (inner.when.unit in ("year", "month", "decade", "century") or inner.when.op == "part")
    if inner is not None and fits:
        if part in ("q1", "q2", "q3", "q4") and inner.when.unit != "year":
            return None
        return Found(When("part", part=part, of=(inner.when,)), "date", at, inner.end)
    # A half alone may be of a match; a quarter too, but in news it is of the business year.
    if part in ("first_half", "second_half"):
        return None
    return Found(When("part", part=part, of=(_unit("year", 0),)), "date", at, here)


def read_shift(ts: Tokens, at: int) -> Found | None:
    """A stretch told by its neighbour: "last week", "next Friday", "last November", "the next day", "that month"."""
    the = at + (word_at(ts, at) in ("the", "that", "this") and word_at(ts, at + 1) in _SHIFTS)
    word = word_at(ts, the)
    if word in ("same", "very") or word in ("that", "the"):
        return _read_anaphor(ts, at)
    if word not in _SHIFTS:
        return None
    count, here = _SHIFTS[word], the + 1
    if word == "this" and word_at(ts, here) in ("past", "coming"):
        count, here = _SHIFTS[word_at(ts, here)], here + 1
    return _read_shifted(ts, at, the, here, count)


def _read_shifted(ts: Tokens, at: int, the: int, here: int, count: int) -> Found | None:
    """What stands ``count`` away, its name at ``here``, behind the shifting word at ``the``."""
    anaphoric = word_at(ts, the) in ("previous", "following", "preceding") or (
        the > at and word_at(ts, the) == "next" and word_at(ts, at) == "the"
    )
    base: Base = "previous" if anaphoric else "report"
    unit = unit_at(ts, here)
    if unit and not word_at(ts, here).endswith("s") and unit not in ("second", "minute", "hour"):
        if (unit == "day" and base == "report") or (word_at(ts, here + 1) in APOSTROPHES and base == "previous"):
            return None
        if the > at and word_at(ts, the) in ("last", "past", "coming"):
            return None
        return Found(_unit(unit, count, base), "date", at, here + 1)
    weekday = number_in("weekdays", word_at(ts, here)) if is_capital(ts, here) else None
    if weekday is not None:
        when = When("weekday", weekday=weekday, count=count, base=base)
        return Found(when, "date", at, here + 1)
    return _read_shifted_date(ts, at, here, count, base)


def _read_shifted_date(ts: Tokens, at: int, here: int, count: int, base: Base) -> Found | None:
    """A month, season, part of the day or feast behind its shifting word: "last November", "this morning"."""
    month = month_at(ts, here)
    if month:
        date = read_date(ts, here)
        if date and (date.when.unit == "day" or date.when.op == "range" or date.when.year):
            return date._replace(start=at)
        when = When("calendar", unit="month", month=month[0], count=count)
        return Found(when, "date", at, month[1])
    season: Season | None = table("seasons").get(word_at(ts, here))  # type: ignore[assignment]
    if season:
        return Found(When("season", season=season, count=count), "date", at, here + 1)
    part = daypart_at(ts, here)
    if part and part != "overnight" and not word_at(ts, here).endswith("s"):
        return Found(When("part", part=part, of=(_unit("day", count, base),)), "time", at, here + 1)
    if word_at(ts, here) == "christmas" or word_at(ts, here) == "easter":
        date = read_date(ts, here)
        return date._replace(start=at) if date else None
    return None


def _read_anaphor(ts: Tokens, at: int) -> Found | None:
    """A stretch told by one named before: "the same day", "that night", "the day after", "the weekend"."""
    same = word_at(ts, at + 1) in ("same", "very")
    here = at + 1 + same
    word, unit = word_at(ts, here), unit_at(ts, here)
    if word_at(ts, at) == "the" and not same:
        if unit == "weekend" and word == "weekend":
            return Found(_unit("weekend", 0), "date", at, here + 1)
        if word == "day" and word_at(ts, here + 1) in ("before", "after"):
            count = -1 if word_at(ts, here + 1) == "before" else 1
            if word_at(ts, here + 2) in ("yesterday", "tomorrow"):
                return Found(_unit("day", 2 * count), "date", at, here + 3)
            if not word_at(ts, here + 2)[:1].isalnum():
                return Found(_unit("day", count, "previous"), "date", at, here + 2)
        return None
    if unit and not word.endswith("s") and unit not in ("second", "minute", "hour", "quarter"):
        return Found(_unit(unit, 0, "previous"), "date", at, here + 1)
    part = daypart_at(ts, here)
    if part and part != "overnight" and not word.endswith("s"):
        return Found(When("part", part=part, of=(_unit("day", 0, "previous"),)), "time", at, here + 1)
    return None


def read_away(ts: Tokens, at: int) -> Found | None:
    """A length away: "two days earlier", "a year ago", "ten days from now"; vague counts stay vague."""
    length = length_at(ts, at)
    if length is None:
        unit = unit_at(ts, at)
        if unit is None or not word_at(ts, at).endswith("s"):
            return None
        low, end = None, at + 1
    else:
        unit, end = length.unit, length.end
        low = length.low if length.low is not None else length.high
    word = word_at(ts, end)
    side, base, after = _AWAY.get(word), "previous", end + 1
    if word == "ago":
        base = "report"
    elif word == "from" and word_at(ts, end + 1) == "now":
        side, base, after = 1, "report", end + 2
    elif word in ("before", "after") and word_at(ts, after)[:1].isalnum():
        # "Two days before the vote" hangs on the vote: only its length is known.
        return None
    if side is None:
        return None
    if low is None or low != int(low) or unit in ("second", "minute", "hour", "weekend"):
        tense = "past" if side < 0 else "future"
        return Found(When("vague", vagueness=tense), "date", at, after)  # type: ignore[arg-type]
    return Found(_unit(unit, side * int(low), base), "date", at, after)  # type: ignore[arg-type]


def _read_vague(ts: Tokens, at: int) -> Found | None:
    """Single words: "recently", "now", "midweek", "year-end"."""
    word = word_at(ts, at)
    vague = table("vague").get(word)
    if isinstance(vague, str) and word_at(ts, at + 1) != "that":
        return Found(When("vague", vagueness=vague), "date", at, at + 1)  # type: ignore[arg-type]
    if word in ("midweek", "midyear"):
        return Found(
            When("part", part="mid", of=(_unit("week" if word == "midweek" else "year", 0),)), "date", at, at + 1
        )
    unit = unit_at(ts, at)
    step = at + 1 + (word_at(ts, at + 1) in APOSTROPHES and word_at(ts, at + 2) == "s")
    if unit in ("year", "month", "week") and word_at(ts, step + (word_at(ts, step) in DASHES)) == "end":
        end = step + (word_at(ts, step) in DASHES)
        if end > at + 1 and not word_at(ts, at).endswith("s"):
            year = year_at(ts, end + 1)
            inner = When("calendar", unit="year", year=year) if year and unit == "year" else _unit(unit, 0)
            return Found(When("part", part="end", of=(inner,)), "date", at, end + 1 + (year is not None))
    return None
