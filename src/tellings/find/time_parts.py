"""What the finder of times shares: what it found, and the words of the calendar at a place among the tokens."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tellings.lexicon import load_table
from tellings.model.reading import TimeKind
from tellings.model.when import Part, Unit, When
from tellings.text.tokens import Token, word_at

Tokens = Sequence[Token]

# After these a month, a year or a weekday is meant, not a name or a number.
BEFORE_DATE = frozenset(
    "in on since until till by from of during through throughout before after between last next this early late mid "
    "previous past to and or around circa about for".split()
)
DETERMINERS = frozenset("the a an its his her their our my this that s".split())
_SURE = frozenset("in since until till last next this early late mid through throughout during of previous".split())
_NAMES_TOO = frozenset(("may", "march", "april", "june", "august"))
DASHES = frozenset((*"-–—‑", "â\x80\x93", "â\x80\x94"))
APOSTROPHES = frozenset((*"'’‘`´", "â\x80\x99"))


class Found(NamedTuple):
    """A time expression that ends before token ``end``; ``start`` is the token it begins at."""

    when: When
    kind: TimeKind
    start: int
    end: int


@cache
def table(name: str) -> dict[str, object]:
    """One table of the lexicon of times."""
    found: dict[str, object] = load_table("times")[name]
    return found


def number_in(name: str, word: str) -> int | None:
    """The calendar number of a word in a table ("months", "weekdays" ...), if it is there."""
    value = table(name).get(word)
    return value if isinstance(value, int) else None


def unit_at(ts: Tokens, at: int) -> Unit | None:
    """The unit of time named at ``at`` ("weeks")."""
    unit = table("units").get(word_at(ts, at))
    return unit if isinstance(unit, str) else None  # type: ignore[return-value]


def daypart_at(ts: Tokens, at: int) -> Part | None:
    """The part of the day named at ``at``."""
    part = table("dayparts").get(word_at(ts, at))
    return part if isinstance(part, str) else None  # type: ignore[return-value]


def is_capital(ts: Tokens, at: int) -> bool:
    """Whether the token at ``at`` begins with a capital."""
    return 0 <= at < len(ts) and ts[at].text[:1].isupper()


def is_number(ts: Tokens, at: int, low: int, high: int) -> bool:
    """Whether plain figures between ``low`` and ``high`` stand at ``at``."""
    word = word_at(ts, at)
    return word.isdecimal() and word.isascii() and len(word) <= 4 and low <= int(word) <= high


def touches(ts: Tokens, at: int) -> bool:
    """Whether nothing stands between the tokens at ``at - 1`` and ``at``."""
    return 0 < at < len(ts) and ts[at - 1].end == ts[at].start


def month_at(ts: Tokens, at: int) -> tuple[int, int] | None:
    """The month named at ``at`` and the token after it (its dot included); ``None`` for names and verbs."""
    word = word_at(ts, at)
    if not is_capital(ts, at):
        return None
    month = number_in("months", word)
    if month is not None:
        return (month, at + 1) if word not in _NAMES_TOO or _is_month(ts, at) else None
    month = number_in("short_months", word)
    if month is None:
        return None
    dot = word_at(ts, at + 1) == "." and touches(ts, at + 1)
    end = at + 1 + dot
    if is_number(ts, end, 1, 2100) or is_number(ts, at - 1, 1, 31) or (dot and word_at(ts, at - 1) in _SURE):
        return month, end
    return None


def _is_month(ts: Tokens, at: int) -> bool:
    """Whether a word that is a first name, a surname or a verb too means the month here."""
    before, word = word_at(ts, at - 1), word_at(ts, at)
    if is_number(ts, at + 1, 1, 2100) or ordinal_day(ts, at - 1) is not None or before in _SURE:
        return True
    if before in DASHES and word_at(ts, at - 2) in ("mid", "early", "late"):
        return True
    if word_at(ts, at + 1) in ("of", ",") and is_number(ts, at + 2, 1000, 2100):
        return True
    if before in DETERMINERS and word_at(ts, at + 1).isalpha() and not is_capital(ts, at + 1):
        # "The May deadline": no name follows an article.
        return True
    if before == "of" and ordinal_day(ts, at - 2) is not None:
        return True
    if is_capital(ts, at + 1) or (is_capital(ts, at - 1) and before not in BEFORE_DATE and at > 0 and before != "the"):
        return False
    if word in ("may", "march"):
        # "By May", "from March to June": not "by May's cabinet" and not the verb.
        return before in ("by", "from", "before", "after", "between", "to", "and", "late") and word_at(
            ts, at + 1
        ) not in APOSTROPHES | {"said", "has", "had", "is", "was", "will", "would", "told"}
    return at > 0 or word_at(ts, at + 1) in APOSTROPHES | {","}


def ordinal_day(ts: Tokens, at: int) -> int | None:
    """The day of the month whose last token stands at ``at`` ("13", "13th"), looking back."""
    if word_at(ts, at) in ("st", "nd", "rd", "th") and touches(ts, at) and is_number(ts, at - 1, 1, 31):
        return int(ts[at - 1].text)
    return int(ts[at].text) if is_number(ts, at, 1, 31) else None


def day_at(ts: Tokens, at: int) -> tuple[int, int] | None:
    """The day of the month at ``at`` ("13", "13th") and the token after it."""
    if not is_number(ts, at, 1, 31):
        return None
    if word_at(ts, at + 1) in ("st", "nd", "rd", "th") and touches(ts, at + 1):
        return int(ts[at].text), at + 2
    if touches(ts, at + 1) and ts[at + 1].text[:1].isalpha():
        return None
    return int(ts[at].text), at + 1


def year_at(ts: Tokens, at: int) -> int | None:
    """The year written with four figures at ``at``; letters must not touch it ("1950s", "A1984")."""
    if not is_number(ts, at, 1000, 2100) or len(ts[at].text) != 4:
        return None
    if touches(ts, at + 1) and (ts[at + 1].text[:1].isalnum() or ts[at + 1].text in "%°"):
        return None
    return (
        None
        if touches(ts, at) and (ts[at - 1].text[-1:].isalnum() or ts[at - 1].text in "$£€¥#@_")
        else int(ts[at].text)
    )
