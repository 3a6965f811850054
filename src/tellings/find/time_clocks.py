"""Times of day: "10:30 p.m.", "at 5pm on Thursday", "noon", "0900 GMT"."""

from datetime import time

from tellings.find.time_lengths import bound_at
from tellings.find.time_parts import APOSTROPHES, Found, Tokens, is_number, touches
from tellings.find.time_relative import is_daily, read_point
from tellings.model.when import When
from tellings.text.tokens import word_at

_ZONES = frozenset("gmt utc est edt et cst cdt ct mst mdt mt pst pdt pt bst cet cest eet eest ist jst aest".split())
_LEADS = frozenset("at by until till from around about since before after".split())
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}


def read_clock(ts: Tokens, at: int) -> Found | None:
    """The time of day at ``at``, with the day it is on where that stands beside it."""
    side, here = bound_at(ts, at)
    read = _time_at(ts, here)
    if read is None or (side and side != "about"):
        return None
    clock, end = read
    end = _after_zone(ts, end)
    day = _day_behind(ts, end)
    if day:
        return Found(When("clock", clock=clock, of=(day.when,)), "time", at, day.end)
    return Found(When("clock", clock=clock), "time", at, end)


def clock_behind(ts: Tokens, day: Found) -> Found | None:
    """``day`` with the clock behind it: "Thursday at 10:30 p.m."; ``None`` where none stands there."""
    here = day.end + (word_at(ts, day.end) in (",", "at"))
    here += word_at(ts, here) in ("at", "around", "about")
    if here == day.end or not is_daily(day.when):
        return None
    read = _time_at(ts, here)
    if read is None:
        return None
    return Found(When("clock", clock=read[0], of=(day.when,)), "time", day.start, _after_zone(ts, read[1]))


def _day_behind(ts: Tokens, at: int) -> Found | None:
    here = at + (word_at(ts, at) in ("on", "in", ","))
    here += (
        here > at
        and word_at(ts, here) in ("on", "the")
        and word_at(ts, here + 1) in ("morning", "evening", "afternoon")
    )
    day = read_point(ts, here)
    return day if day and is_daily(day.when) and (day.when.part != "overnight") else None


def _time_at(ts: Tokens, at: int) -> tuple[time, int] | None:
    word = word_at(ts, at)
    if word in _NAMED:
        return _NAMED[word], at + 1
    if not word[:1].isdigit():
        return None
    hour, minute, end = word, "0", at + 1
    if word_at(ts, end) == ":" and touches(ts, end) and touches(ts, end + 1) and len(word_at(ts, end + 1)) == 2:
        minute, end = word_at(ts, end + 1), end + 2
        if word_at(ts, end) == ":" and touches(ts, end) and is_number(ts, end + 1, 0, 59):
            end += 2
    elif "." in word:
        hour, _, minute = word.partition(".")
    elif len(word) in (3, 4) and word.isdecimal():
        hour, minute = word[:-2], word[-2:]
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) <= 2):
        return None
    colon = word_at(ts, at + 1) == ":" and end > at + 1
    half, end = _half_at(ts, end)
    h, m = int(hour), int(minute)
    if h > 24 or m > 59 or (half and h > 12 and not colon) or (minute != "0" and len(minute) != 2):
        return None
    zoned = word_at(ts, end) in _ZONES and ts[end].text.isupper()
    if half == "p" and h < 12:
        h += 12
    elif half == "a" and h == 12:
        h = 0
    certain = half or (zoned and (colon or len(word) == 4)) or (colon and word_at(ts, at - 1) in _LEADS)
    return (time(h % 24, m), end) if certain else None


def _half_at(ts: Tokens, at: int) -> tuple[str, int]:
    """The half of the day at ``at`` as a letter ("a", "p", "o" for "o'clock"), and the token after it."""
    word = word_at(ts, at)
    if word in ("am", "pm"):
        return word[0], at + 1
    if word in ("a", "p") and word_at(ts, at + 1) == "." and word_at(ts, at + 2) == "m":
        return word, at + 3 + (word_at(ts, at + 3) == "." and touches(ts, at + 3))
    if word == "o" and word_at(ts, at + 1) in APOSTROPHES and word_at(ts, at + 2) == "clock":
        return "o", at + 3
    return "", at


def _after_zone(ts: Tokens, at: int) -> int:
    """The token after a time zone: "GMT", "local time", "(1800 GMT)"."""
    if word_at(ts, at) in _ZONES and ts[at].text.isupper():
        at += 1
    elif word_at(ts, at) in ("local", "eastern", "pacific", "central") and word_at(ts, at + 1) in ("time", "standard"):
        at += 2 + (word_at(ts, at + 2) == "time")
    if word_at(ts, at) == "(":
        for k in range(at + 1, min(at + 9, len(ts))):
            if ts[k].text == ")":
                inside = {t.low for t in ts[at + 1 : k]}
                return k + 1 if inside & _ZONES else at
    return at
