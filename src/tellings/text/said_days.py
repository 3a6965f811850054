"""Days in words, for the reasons that people read."""

from datetime import date


def say_day(day: date) -> str:
    """ "9 May 2031"."""
    return f"{day.day} {day:%B %Y}"


def say_days(start: date, end: date) -> str:
    """ "9 May 2031", "9–11 May 2031", "30 April 2031 – 2 May 2031"."""
    if start == end:
        return say_day(start)
    same = (start.year, start.month) == (end.year, end.month)
    return f"{start.day}–{say_day(end)}" if same else f"{say_day(start)} – {say_day(end)}"
