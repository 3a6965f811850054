"""Dates the calendar names: days, months, years, decades, weekdays, seasons, feasts."""

from calendar import monthrange
from collections.abc import Callable
from functools import cache

from tellings.find.time_parts import (
    APOSTROPHES,
    BEFORE_DATE,
    DASHES,
    Found,
    Tokens,
    day_at,
    is_capital,
    month_at,
    number_in,
    table,
    touches,
    year_at,
)
from tellings.find.time_years import calendar_date, counts_things, read_decade, read_year, short_year_at
from tellings.lexicon import load_table
from tellings.model.when import Season, When
from tellings.text.numbers import ORDINALS
from tellings.text.tokens import word_at

# A weekday in the name of a paper or a team.
_AFTER_NAME = frozenset("times telegraph mirror mail express herald star post sun tribune world independent".split())


def read_date(ts: Tokens, at: int) -> Found | None:
    """The calendar date that begins at ``at``, as far as it goes."""
    if at >= len(ts):
        return None
    word = word_at(ts, at + (ts[at].low == "the"))
    if not word[:1].isdecimal() and word not in _openers():
        return None
    for reader in _READERS:
        found = reader(ts, at)
        if found:
            return found
    return None


@cache
def _openers() -> frozenset[str]:
    """The words a date can begin with behind its article, figures apart."""
    words = {*APOSTROPHES, *ORDINALS, *_feasts()[0]}
    for name in ("weekdays", "short_weekdays", "months", "short_months", "decades", "seasons"):
        words.update(table(name))
    return frozenset(words)


def _fits(month: int, day: int, year: int | None = None) -> bool:
    return day <= monthrange(year or 2000, month)[1]


def _read_weekday(ts: Tokens, at: int) -> Found | None:
    """A weekday; with a date behind it ("Tuesday, Aug. 30, 2022") the date, which says more."""
    if not is_capital(ts, at):
        return None
    weekday, end = number_in("weekdays", ts[at].low), at + 1
    if weekday is None:
        weekday = number_in("short_weekdays", ts[at].low)
        if weekday is None:
            return None
        dot = word_at(ts, end) == "." and touches(ts, end)
        end += dot
        behind = _behind_weekday(ts, end)
        if not behind and not (dot and word_at(ts, at - 1) in BEFORE_DATE):
            return None
    else:
        behind = _behind_weekday(ts, end)
    if behind:
        return behind._replace(start=at)
    if is_capital(ts, end) and word_at(ts, end) in _AFTER_NAME:
        return None
    if word_at(ts, at - 1) in ("black", "bloody", "super", "cyber", "giving"):
        return None
    if word_at(ts, at - 1) == "the" and word_at(ts, end) in ("before", "after", "when", "that"):
        # "The Friday before the vote" hangs on the vote.
        return Found(When("vague", vagueness="past"), "date", at, end)
    return Found(When("weekday", weekday=weekday), "date", at, end)


def _behind_weekday(ts: Tokens, at: int) -> Found | None:
    comma = word_at(ts, at) == ","
    here = at + comma + (word_at(ts, at + comma) == "the")
    found = _read_month(ts, here) or _read_day_month(ts, here)
    return found if found and (found.when.op == "range" or found.when.day is not None) else None


def _read_month(ts: Tokens, at: int) -> Found | None:
    """A date that begins with its month: "September 13, 2022", "Sept. 15-16", "June 2020", "November"."""
    month = month_at(ts, at)
    if month is None:
        return None
    number, here = month
    the = word_at(ts, here) == "the" and day_at(ts, here + 1) is not None
    day = day_at(ts, here + the)
    if day and _fits(number, day[0]):
        return _after_day(ts, at, number, day[0], day[1])
    comma = word_at(ts, here) in (",", "of")
    year = year_at(ts, here + comma)
    if year and not counts_things(ts, here + comma):
        return calendar_date("month", at, here + comma + 1, year=year, month=number)
    if word_at(ts, here) in APOSTROPHES and touches(ts, here) and short_year_at(ts, here + 1):
        return calendar_date("month", at, here + 2, year=short_year_at(ts, here + 1), month=number)
    return calendar_date("month", at, here, month=number)


def _after_day(ts: Tokens, start: int, month: int, day: int, here: int) -> Found:
    """A month and its day, then a second day of the range or a year, if they follow."""
    last = None
    if word_at(ts, here) in DASHES | {"to", "and", "through"}:
        second = day_at(ts, here + 1)
        plain = second and not month_at(ts, second[1]) and _fits(month, second[0]) and second[0] > day
        counted = word_at(ts, here) == "and" and second and not _ends_date(ts, second[1])
        if second and plain and not counted:
            last, here = second
    year, here = _year_behind(ts, here)
    if year is None and last is None:
        year = _named_year(ts, month, day, here)
    if not _fits(month, max(day, last or 0), year):
        year = None
    first = When("calendar", unit="day", year=year, month=month, day=day)
    if last is None:
        return Found(first, "date", start, here)
    second_day = When("calendar", unit="day", year=year, month=month, day=last)
    return Found(When("range", of=(first, second_day)), "date", start, here)


def _named_year(ts: Tokens, month: int, day: int, at: int) -> int | None:
    """The year of a day that is a name by itself with the word behind it ("the Sept. 11 attacks")."""
    for named in load_table("times")["named_days"]:
        if (named["month"], named["day"]) == (month, day) and word_at(ts, at) in named["of"]:
            return int(named["year"])
    return None


def _ends_date(ts: Tokens, at: int) -> bool:
    return at >= len(ts) or not ts[at].text[:1].isalpha() or ts[at].low in BEFORE_DATE | {"at", "as", "when", "the"}


def _year_behind(ts: Tokens, at: int) -> tuple[int | None, int]:
    """The year behind a day and month, with or without its comma, and the token after it."""
    comma = word_at(ts, at) in (",", "of")
    year = year_at(ts, at + comma)
    if year and not (comma and counts_things(ts, at + 1)):
        return year, at + comma + 1
    return None, at


def _read_day_month(ts: Tokens, at: int) -> Found | None:
    """A date that begins with its day: "13 September 2022", "the 13th of November", "8-10 April"."""
    the = word_at(ts, at) == "the"
    if touches(ts, at) and ts[at - 1].text not in "(\"“‘'-–—/":
        return None
    day = day_at(ts, at + the)
    if not day:
        return None
    here, last = day[1], None
    if word_at(ts, here) in DASHES | {"to", "and"}:
        second = day_at(ts, here + 1)
        if second and second[0] > day[0]:
            last, here = second
    here += word_at(ts, here) == "of"
    month = month_at(ts, here)
    if not month or not _fits(month[0], max(day[0], last or 0)):
        return None
    year, end = _year_behind(ts, month[1])
    if not _fits(month[0], max(day[0], last or 0), year):
        return None
    first = When("calendar", unit="day", year=year, month=month[0], day=day[0])
    if last is None:
        return Found(first, "date", at, end)
    second_day = When("calendar", unit="day", year=year, month=month[0], day=last)
    return Found(When("range", of=(first, second_day)), "date", at, end)


def _read_figures(ts: Tokens, at: int) -> Found | None:
    """A date in figures; where day and month could be changed about ("05/06/2016") it is none."""
    if not ts[at].text.isdecimal() or (touches(ts, at) and ts[at - 1].text[-1] in "-/."):
        return None
    sign = word_at(ts, at + 1)
    for named in load_table("times")["named_days"]:
        if [t.text for t in ts[at : at + 3]] == named.get("figures"):
            return calendar_date("day", at, at + 3, year=named["year"], month=named["month"], day=named["day"])
    if sign not in ("-", "/") or word_at(ts, at + 3) != sign or not all(touches(ts, at + k) for k in range(1, 5)):
        return None
    parts = [ts[at + k].text for k in (0, 2, 4)]
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    first, middle, last = (int(part) for part in parts)
    if len(parts[0]) == 4:
        year, month, day = first, middle, last
    elif len(parts[2]) == 4 and (first > 12 or middle > 12 or first == middle):
        year, (month, day) = last, (middle, first) if first > 12 else (first, middle)
    else:
        return None
    if 1000 <= year <= 2100 and 1 <= month <= 12 and day >= 1 and _fits(month, day, year):
        return calendar_date("day", at, at + 5, year=year, month=month, day=day)
    return None


def _read_season(ts: Tokens, at: int) -> Found | None:
    """A season: "the summer of 2014", "in the fall"; the bare word only where it cannot be a verb."""
    the = at + (word_at(ts, at) == "the")
    season: Season | None = table("seasons").get(word_at(ts, the))  # type: ignore[assignment]
    if season is None:
        return None
    of = word_at(ts, the + 1) in ("of", ",")
    year = year_at(ts, the + 1 + of)
    if year and 1800 <= year <= 2060:
        return Found(When("season", season=season, year=year), "date", at, the + 2 + of)
    if (
        the > at
        and word_at(ts, at - 1) in ("in", "during", "since", "until", "by", "through")
        and word_at(ts, the + 1) != "of"
    ):
        return Found(When("season", season=season), "date", at, the + 1)
    return None


def _read_feast(ts: Tokens, at: int) -> Found | None:
    """A feast: "Christmas Eve", "Good Friday 2014", "New Year's Day"."""
    if ts[at].low not in _feasts()[0] or not is_capital(ts, at):
        return None
    words = " ".join(t.low for t in ts[at : at + 5])
    for sign in APOSTROPHES:
        words = words.replace(f" {sign} s", "'s").replace(f" {sign} ", " ")
    words = words.replace("saint ", "st ").replace("st . ", "st ")
    for name, rule in _feasts()[1]:
        if words == name or words.startswith(name + " "):
            used, end = 0, at
            while used < len(name.replace(" ", "").replace("'", "")):
                used += len(ts[end].low) if ts[end].text[0].isalnum() else 0
                end += 1
            return _feast(rule, ts, at, end)
    return None


@cache
def _feasts() -> tuple[frozenset[str], tuple[tuple[str, dict[str, int]], ...]]:
    """The first words of feasts, and the feasts with their rules, longest name first."""
    rules = load_table("times")["feasts"]
    names = sorted(rules, key=lambda name: (-len(name), name))
    firsts = {name.split("'")[0].split()[0] for name in names} | {"saint"}
    return frozenset(firsts), tuple((name, rules[name]) for name in names)


def _feast(rule: dict[str, int], ts: Tokens, start: int, end: int) -> Found | None:
    if is_capital(ts, end) and not month_at(ts, end):
        return None
    year = year_at(ts, end)
    end += year is not None
    if "easter" in rule:
        return Found(When("easter", count=rule["easter"], year=year), "date", start, end)
    if "nth" in rule:
        nth = When("nth", weekday=rule["weekday"], count=rule["nth"], month=rule["month"], year=year)
        return Found(nth, "date", start, end)
    return calendar_date("day", start, end, year=year, month=rule["month"], day=rule["day"])


_READERS: tuple[Callable[[Tokens, int], Found | None], ...] = (
    _read_feast,
    _read_weekday,
    _read_month,
    _read_figures,
    _read_day_month,
    read_decade,
    read_year,
    _read_season,
)
