"""Amounts: the number of a quantity with its unit, as an age, a share, a measure or a sum of money."""

from typing import NamedTuple

from tellings.find.quantity_parts import Tokens, is_plural, noun_end, scale_at, sign_at, unit_at
from tellings.model.reading import Approx
from tellings.text.numbers import ONES, SCALES, Number, read_number
from tellings.text.tokens import word_at

# Numbers after these name a thing: "page 3", "Section 12", "flight 447".
_LABELS = frozenset(
    "no nos number page pages section article chapter flight route channel resolution room figure table version line "
    "paragraph part phase type class group division model unit act rule highway interstate gate block apollo".split()
)
_DASHES = frozenset("-–‑—")


class Amount(NamedTuple):
    """A number from ``low`` to ``high`` with its unit, that ends before token ``end``; ``fraction`` for a share."""

    low: float
    high: float
    unit: str | None
    approx: Approx
    end: int
    fraction: bool = False
    figures: bool = False


def read_age(ts: Tokens, at: int, number: Number) -> Amount | None:
    """The age whose ``number`` begins at ``at``: "31-year-old", "31 years old", "aged 31", "Voss, 31, said"."""
    if number.fraction or number.high > 130:
        return None
    if word_at(ts, at - 1) == "aged":
        return Amount(number.low, number.high, "year_of_age", "exact", number.end)
    here = number.end + (word_at(ts, number.end) in _DASHES)
    if word_at(ts, here) in ("year", "years", "month", "months", "week", "weeks", "day", "days"):
        unit = word_at(ts, here).removesuffix("s")
        here += 1 + (word_at(ts, here + 1) in _DASHES)
        if word_at(ts, here) == "old" or (word_at(ts, here) == "of" and word_at(ts, here + 1) == "age"):
            end = here + 1 + (word_at(ts, here) == "of")
            return Amount(number.low, number.high, f"{unit}_of_age", "exact", end)
    if (
        word_at(ts, at - 1) == ","
        and word_at(ts, number.end) == ","
        and ts[at].text.isdecimal()
        and 1 <= number.low <= 115
    ):
        name = at > 1 and ts[at - 2].text[:1].isupper()
        return Amount(number.low, number.high, "year_of_age", "exact", number.end) if name else None
    return None


def read_share(ts: Tokens, number: Number) -> Amount | None:
    """The share that begins with ``number``, as percent: "a third of", "half of", "one in seven", "nine out of 10"."""
    if number.low != number.high:
        return None
    if number.fraction:
        of = word_at(ts, number.end) in ("of", "the", "its", "their", "all")
        return Amount(100 * number.low, 100 * number.low, "percent", "about", number.end, fraction=True) if of else None
    step = number.end + 1 if word_at(ts, number.end) == "in" else number.end + 2
    if word_at(ts, number.end) != "in" and not (
        word_at(ts, number.end) == "out" and word_at(ts, number.end + 1) == "of"
    ):
        return None
    whole = read_number(ts, step)
    small = number.low.is_integer() and 1 <= number.low <= 99
    if whole is None or whole.fraction or not small or not number.low < whole.low <= 1e6:
        return None
    if word_at(ts, number.end) == "in" and (number.low > 9 or whole.low > 1000 or unit_at(ts, whole.end)):
        return None
    share = 100 * number.low / whole.low
    return Amount(share, share, "percent", "about", whole.end, fraction=True)


def read_amount(ts: Tokens, at: int) -> Amount | None:
    """A number or range with the currency before it or the unit behind it."""
    between = word_at(ts, at) in ("between", "from") and at + 1
    here = between or at
    sign = sign_at(ts, here) if here < len(ts) else None
    if sign:
        here = sign[1]
    number = _number_at(ts, here, money=sign is not None)
    if number is None or (number.fraction and number.low == 0.5 and not sign and unit_at(ts, number.end) is None):
        return None
    low, high, end = number.low, number.high, number.end
    first_unit = None if sign else unit_at(ts, end)
    joint = end
    if first_unit and (between or first_unit[0] == "percent") and word_at(ts, first_unit[1]) in ("to", "and", "-", "–"):
        # "2.5%-3%", "between $2 billion and $3 billion".
        joint = first_unit[1]
    second = _second(ts, joint, low, between=bool(between), money=sign is not None)
    if between and (second is None or word_at(ts, joint) in _DASHES):
        return None
    if second:
        low, high, end = (low * second[1] if second[2] else low), second[0].high, second[0].end
    elif first_unit:
        end = number.end
    unit = sign[0] if sign else None
    found = unit_at(ts, end)
    if not found and number.low != number.high and word_at(ts, end) == "of":
        # "Millions of dollars", "hundreds of miles".
        found = unit_at(ts, end + 1)
    if found and (unit is None or found[0] == unit):
        # "£5 pounds"; a metre and a million share a letter, so a bare "m" is neither.
        unit, end = found
    if low > high:
        return None
    if unit and not sign and not between and _is_negative(ts, here):
        low, high = -high, -low
    figures = ts[here].text[:1].isnumeric()
    return Amount(low, high, unit, "about" if number.low != number.high else "exact", end, figures=figures)


def _is_negative(ts: Tokens, at: int) -> bool:
    """Whether "minus" or a sign that touches the number alone stands before it: "-0.5%"."""
    if word_at(ts, at - 1) in ("minus", "negative"):
        return True
    sign = word_at(ts, at - 1) in ("-", "−") and ts[at - 1].end == ts[at].start
    return sign and (at < 2 or (ts[at - 2].end < ts[at - 1].start and not ts[at - 2].text[-1].isnumeric()))


def _second(ts: Tokens, at: int, low: float, *, between: bool, money: bool) -> tuple[Number, float, bool] | None:
    """The end of a range: its number, the scale it lends to the first ("2 to 3 million"), and whether it does."""
    sign = word_at(ts, at)
    if sign not in _DASHES | {"to"} and not (between and sign == "and"):
        return None
    if (
        sign in _DASHES
        and at + 1 < len(ts)
        and (ts[at].end != ts[at + 1].start or ts[at].start != ts[at - 1].end)
        and not between
    ):
        return None
    here = at + 1
    currency = sign_at(ts, here) if money and here < len(ts) else None
    number = _number_at(ts, currency[1] if currency else here, money=money)
    if number is None or number.fraction:
        return None
    plain = read_number(ts, currency[1] if currency else here)
    figure = word_at(ts, currency[1] if currency else here)
    bare = float(figure) if figure.isdecimal() else None
    lends = bare is not None and plain is not None and number.high >= 1000 * bare and low < 1000
    scale = number.high / bare if lends and bare else 1.0
    if number.high < low * scale:
        return None
    if (
        sign == "to"
        and not between
        and not (word_at(ts, at - 1)[:1].isnumeric() or word_at(ts, at - 1) in SCALES or word_at(ts, at - 1) in ONES)
    ):
        return None
    return number, scale, lends


def _number_at(ts: Tokens, at: int, *, money: bool) -> Number | None:
    number = read_number(ts, at)
    if number is None:
        return None
    factor, end = scale_at(ts, number.end, money=money)
    return Number(number.low * factor, number.high * factor, end, number.fraction)


def is_label(ts: Tokens, at: int, amount: Amount) -> bool:
    """Whether the number is part of a name or a code: "G7", "Covid-19", "No. 3", "192.168.1.2", "page 3"."""
    if amount.unit and not amount.unit.endswith("_of_age") and amount.unit != "percent":
        return at > 0 and ts[at - 1].end == ts[at].start and ts[at - 1].text[-1].isalnum()
    if at and ts[at - 1].end == ts[at].start:
        before = ts[at - 1].text
        if before[-1].isalnum() or before in ("#", "@", "_", "/", ".", ":", "&", "+", "="):
            return True
        if before in _DASHES and at > 1 and ts[at - 2].end == ts[at - 1].start and ts[at - 2].text[-1].isalnum():
            return True
    last = ts[amount.end - 1]
    after = ts[amount.end] if amount.end < len(ts) else None
    if (
        amount.unit is None
        and after
        and after.start == last.end
        and (after.text[0].isalpha() or after.text in ("/", ":", "_", "@"))
    ):
        return True
    if amount.unit is None and amount.figures and _ends_name(ts, at, amount.end):
        return True
    back = at - 1 - (word_at(ts, at - 1) == ".")
    if word_at(ts, back) in _LABELS and not (amount.unit and amount.unit != "percent"):
        return (
            word_at(ts, back) not in ("no", "number", "group", "class", "part", "line")
            or back < at - 1
            or not is_counted(ts, amount.end)
        )
    return False


def _ends_name(ts: Tokens, at: int, end: int) -> bool:
    """Whether figures are the end of a name: "iPhone 4"; "Boeing 747" where nothing is counted behind."""
    before = ts[at - 1].text if at else ""
    if any(c.isupper() for c in before[1:]) and not before.isupper():
        return True
    begins = at < 2 or ts[at - 2].text in (".", "?", "!", "“", '"')
    named = before[:1].isupper() and not begins and ts[at].text.isdecimal()
    return named and noun_end(ts, end) == end


def is_counted(ts: Tokens, at: int) -> bool:
    """Whether a plural noun stands at ``at``."""
    return at < len(ts) and ts[at].text[0].isalpha() and is_plural(ts[at])
