"""Years, decades and centuries, told from numbers of things."""

from tellings.find.time_parts import (
    APOSTROPHES,
    BEFORE_DATE,
    DASHES,
    DETERMINERS,
    Found,
    Tokens,
    is_capital,
    is_number,
    number_in,
    touches,
    year_at,
)
from tellings.model.when import When
from tellings.text.numbers import ORDINALS
from tellings.text.tokens import word_at

# Numbers after these name a thing, not a year.
_LABELS = frozenset(
    "no number flight route room page section article resolution chapter line paragraph channel model version level "
    "figure table bus train unit building box $ £ € ¥ #".split()
)
_YEAR_LEFT = BEFORE_DATE | {
    "the", "a", "an", "its", "his", "her", "their", "s", "(", "[", "than", "year", "–", "-", "this", "our", "my",
    "least", "both", "into",
}  # fmt: skip
# After these a number may be one of things as well as a year.
_LINKS = frozenset(("and", "or", "to", "than", "about", "around"))
_COUNTED = frozenset("people men women children percent per cent dollars euros pounds points times".split())


def read_decade(ts: Tokens, at: int) -> Found | None:
    """A decade or century: "the 1950s", "1990's", "the '80s", "the nineties", "the 19th century"."""
    the = at + (word_at(ts, at) == "the")
    word = word_at(ts, the)
    if is_number(ts, the, 1000, 2100) and len(word) == 4 and word.endswith("0"):
        quote = word_at(ts, the + 1) in APOSTROPHES
        if word_at(ts, the + 1 + quote) == "s" and touches(ts, the + 1) and touches(ts, the + 1 + quote):
            return calendar_date("decade", at, the + 2 + quote, year=int(word))
    if word in APOSTROPHES and is_number(ts, the + 1, 10, 99) and ts[the + 1].text.endswith("0"):
        if word_at(ts, the + 2) == "s" and touches(ts, the + 2):
            return calendar_date("decade", at, the + 3, year=1900 + int(ts[the + 1].text))
        return None
    if the > at and number_in("decades", word):
        return calendar_date("decade", at, the + 1, year=number_in("decades", word))
    return _read_century(ts, at, the)


def _read_century(ts: Tokens, start: int, at: int) -> Found | None:
    word = word_at(ts, at)
    nth, end = ORDINALS.get(word), at + 1
    if nth is None and is_number(ts, at, 1, 21) and word_at(ts, at + 1) in ("st", "nd", "rd", "th"):
        nth, end = int(word), at + 2
    end += word_at(ts, end) in DASHES
    if nth and 1 <= nth <= 21 and word_at(ts, end) == "century":
        return calendar_date("century", start, end + 1, year=max(1, 100 * (nth - 1)))
    return None


def read_year(ts: Tokens, at: int) -> Found | None:
    """Four figures where the words around them make them a year, and not a number of things."""
    if not ts[at].text.isdecimal():
        return None
    year = year_at(ts, at)
    if is_number(ts, at, 1, 9999) and word_at(ts, at + 1) in ("bc", "bce"):
        return Found(When("vague", vagueness="before_christ"), "date", at, at + 2)
    if year is None or word_at(ts, at - 1) in _LABELS or (word_at(ts, at - 1) == "." and word_at(ts, at - 2) == "no"):
        return None
    end = at + 1
    if _is_number_of_things(ts, at, year):
        return None
    second = year_at(ts, end + 1) or (short_year_at(ts, end + 1) if touches(ts, end + 1) else None)
    if word_at(ts, end) in DASHES and second and year < second < year + 100 and touches(ts, end):
        ends = (When("calendar", unit="year", year=year), When("calendar", unit="year", year=second))
        return Found(When("range", of=ends), "date", at, end + 2)
    return calendar_date("year", at, end, year=year)


def _is_number_of_things(ts: Tokens, at: int, year: int) -> bool:
    """Whether four figures are no year: the words before them do not lead to one, or things are counted behind."""
    before, end = word_at(ts, at - 1), at + 1
    if before in ("in", "since", "until", "till", "mid", "early", "late", "year") or (
        before in DASHES and word_at(ts, at - 2) in ("mid", "early", "late")
    ):
        return year % 50 == 0 and counts_things(ts, at)
    if before in _YEAR_LEFT:
        doubtful = year % 50 == 0 or before in _LINKS
        return not 1500 <= year <= 2060 or (doubtful and counts_things(ts, at)) or word_at(ts, end) in _COUNTED
    if before in ("is", "not", "was") or word_at(ts, at - 2) in DETERMINERS:
        # "It is 2021,", "the devastating 2010 floods".
        described = before.isalpha() and ts[at - 1].text[0].islower() and year % 50 and word_at(ts, end).isalpha()
        return not (1900 <= year <= 2060 and (described or not word_at(ts, end)[:1].isalnum()))
    alone = at == 0 or (not ts[at - 1].text[-1].isalnum() and before not in ("/", "+", "=", ":"))
    return not (alone and 1900 <= year <= 2060 and _ends_year(ts, end))


def _ends_year(ts: Tokens, at: int) -> bool:
    word = word_at(ts, at)
    return not word[:1].isalnum() or word in (
        "also",
        "election",
        "was",
        "saw",
        "is",
        "will",
        "has",
        "and",
        "when",
        "after",
        "by",
    )


def counts_things(ts: Tokens, at: int) -> bool:
    """Whether the word behind the number at ``at`` is what is counted: "2000 workers"."""
    word = word_at(ts, at + 1)
    if not word.isalpha() or is_capital(ts, at + 1):
        return False
    return word in _COUNTED or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "was", "his")))


def short_year_at(ts: Tokens, at: int) -> int | None:
    """The year written with its last two figures at ``at``: 1941 to 2040."""
    if not is_number(ts, at, 0, 99) or len(ts[at].text) != 2:
        return None
    value = int(ts[at].text)
    return 1900 + value if value > 40 else 2000 + value


def calendar_date(unit: str, start: int, end: int, **fields: int | None) -> Found:
    """A calendar date of ``unit`` between two tokens."""
    return Found(When("calendar", unit=unit, **fields), "date", start, end)  # type: ignore[arg-type]
