"""Numbers with unit, bound words and what is counted."""

from functools import cache

from tellings.find.quantity_amounts import Amount, is_counted, is_label, read_age, read_amount, read_share
from tellings.find.quantity_parts import (
    Tokens,
    bound_after,
    bound_before,
    is_plural,
    noun_end,
)
from tellings.lexicon import load_table, load_words
from tellings.model.document import Document
from tellings.model.reading import Approx, Quantity, Sentence, TimeExpression
from tellings.model.span import Span
from tellings.text.numbers import ONES, SCALES, TENS, read_number
from tellings.text.spans import within
from tellings.text.tokens import sentence_tokens, word_at

# Behind a number these stand for the people they befell.
_TOLLS = frozenset("killed wounded injured dead missing displaced homeless stranded hurt".split())

# Between a number and its noun these say that there are others.
_BESIDES = frozenset("more other such further additional extra".split())


def find_quantities(
    doc: Document, sentences: tuple[Sentence, ...], times: tuple[TimeExpression, ...]
) -> tuple[Quantity, ...]:
    """The quantities of a report in text order: value or range, unit, bound and what is counted.

    Times, ordinals, ranks ("No. 3") and numbers that only name a thing ("page 3") are none; neither is a bare "one".
    Shares ("a third of", "one in seven") are percent. ``span`` runs from the bound word to the unit or head noun.
    """
    found: list[Quantity] = []
    for tokens in sentence_tokens(doc.text, sentences):
        if tokens:
            taken = [t.span for t in within(times, tokens[0].start, tokens[-1].end)]
            found += _find(tokens, taken)
    return tuple(found)


def _find(ts: Tokens, taken: list[Span]) -> list[Quantity]:
    found, end, next_taken = [], 0, 0
    starters = _starters()
    for at in [k for k, token in enumerate(ts) if token.low in starters or token.low[:1].isnumeric()]:
        while next_taken < len(taken) and taken[next_taken].end <= ts[at].start:
            next_taken += 1
        if at < end or (next_taken < len(taken) and taken[next_taken].start <= ts[at].start):
            continue
        stop = taken[next_taken].start if next_taken < len(taken) else ts[-1].end
        read = _read(ts, at, stop)
        if read:
            quantity, end = read
            found.append(quantity)
    return found


def _read(ts: Tokens, at: int, stop: int) -> tuple[Quantity, int] | None:
    """The quantity that begins at ``at`` and ends before character ``stop``, and the token after it."""
    approx, here = bound_before(ts, at)
    if approx == "exact" and here > at and word_at(ts, at) in ("another", "only", "just"):
        return None
    second, further = bound_before(ts, here)
    if further > here:
        approx, here = second, further
    number = read_number(ts, here)
    amount = (number and (read_age(ts, here, number) or read_share(ts, number))) or read_amount(ts, here)
    if amount is None or ts[amount.end - 1].end > stop or is_label(ts, here, amount):
        return None
    if approx == "exact":
        approx = amount.approx
    after, end = bound_after(ts, amount.end)
    if after != "exact":
        approx = after
    of_start, of_end = _counted(ts, end, amount, stop)
    if not _counts(ts, here, amount, of_end > of_start, approx):
        return None
    unit = amount.unit or (_person_unit(ts, of_end) if of_end > of_start else None)
    last = max(end, of_end if amount.unit is None and of_end > of_start else end)
    if any(token.text[0].isdigit() for token in ts[end:of_start]):
        # The whole is a quantity of its own.
        last = end
    of = Span(ts[of_start].start, ts[of_end - 1].end) if of_end > of_start else None
    span = Span(ts[at].start, ts[last - 1].end)
    return Quantity(span, amount.low, amount.high, unit, approx, of), last


def _counts(ts: Tokens, at: int, amount: Amount, counted: bool, approx: Approx) -> bool:
    """Whether a number is an amount of something, and not a pronoun, a name or a stray figure."""
    if amount.unit:
        return True
    word = word_at(ts, at)
    if word == "one":
        return counted and approx != "exact"
    if counted:
        return True
    if word[:1].isalpha():
        return approx != "exact" and amount.low > 1
    year = len(word) == 4 and word.isdecimal() and 1000 <= amount.low <= 2100
    return not year or approx != "exact"


def _counted(ts: Tokens, at: int, amount: Amount, stop: int) -> tuple[int, int]:
    """The tokens of what is counted, or of what a share or measure is taken of; empty where there is nothing."""
    here = at
    if amount.unit is not None:
        if word_at(ts, at) != "of" and not (amount.fraction and is_counted(ts, at)):
            return at, at
        here = at + (word_at(ts, at) == "of")
        while word_at(ts, here) in ("the", "its", "their", "his", "her", "all", "a", "an"):
            here += 1
    elif word_at(ts, at) in _TOLLS and word_at(ts, at + 1) not in load_words("persons"):
        return at, at + 1
    elif (
        word_at(ts, at) == "-" and at + 1 < len(ts) and ts[at + 1].text[0].islower() and ts[at].end == ts[at + 1].start
    ):
        # "A 12-member council": the hyphen takes the singular.
        return at + 1, at + 2
    elif word_at(ts, here) == "of":
        here += 1
        while word_at(ts, here) in ("the", "its", "their", "his", "her", "these", "those", "our"):
            here += 1
        here = _past_whole(ts, here, amount)
    if amount.unit is None and word_at(ts, here) in _BESIDES and noun_end(ts, here + 1) > here + 1:
        # "15 more names", "30 such transfers"
        here += 1
    end = noun_end(ts, here)
    while end > here and ts[end - 1].end > stop:
        end -= 1
    if amount.unit is None and amount.high not in (0.5, 1.0) and end > here and not is_plural(ts[end - 1]):
        # "The two met": no plural, so nothing is counted.
        return at, at
    return here, end


def _past_whole(ts: Tokens, at: int, part: Amount) -> int:
    """The token after the number of the whole a part is taken of: "21 of the more than 200 pupils"; else ``at``."""
    _, here = bound_before(ts, at)
    if here >= len(ts) or not ts[here].text[0].isdigit():
        return at
    whole = read_number(ts, here)
    return whole.end if whole and whole.low > part.high else at


def _person_unit(ts: Tokens, end: int) -> str | None:
    word = ts[end - 1]
    return (
        "person"
        if word.low in load_words("persons") or word.text in load_words("persons") or word.low in _TOLLS
        else None
    )


@cache
def _starters() -> frozenset[str]:
    """The words a quantity can begin with."""
    words = {*ONES, *TENS, *SCALES, "a", "an", "half", "between", "from", "tens"}
    words |= {"dozens", "scores", "hundreds", "thousands", "millions", "billions", "trillions"}
    words |= {phrase[0] for phrases in load_table("bounds")["before"].values() for phrase in phrases}
    measures = load_table("measures")
    words |= {sign.rstrip("$") or "$" for sign in measures["signs"]} | set(measures["signs"])
    words |= {code for code in measures["money"] if len(code) == 3}
    return frozenset(words)
