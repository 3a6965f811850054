"""The parts of a quantity: bound words, unit, and the noun phrase that is counted."""

from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Approx
from tellings.text.tokens import Token, stands_at, word_at

Tokens = Sequence[Token]

# A noun phrase goes no further than this.
_LONGEST = 8
_NO_PLURAL = frozenset(
    "was is has does says goes this its his as us thus plus perhaps always towards besides across less".split()
)


def bound_before(ts: Tokens, at: int) -> tuple[Approx, int]:
    """The bound the words at ``at`` set on the number behind them, and the token after them."""
    if word_at(ts, at) == "over" and at and word_at(ts, at - 1) in load_table("bounds")["verbs"]["over"]:
        return "exact", at
    for words, approx in _bounds("before").get(word_at(ts, at), ()):
        if stands_at(ts, at, words):
            return approx, at + len(words)
    return "exact", at


def bound_after(ts: Tokens, at: int) -> tuple[Approx, int]:
    """The bound set by the words behind a number ("or more", "-odd"), and the token after them."""
    for words, approx in _bounds("after").get(word_at(ts, at), ()):
        if stands_at(ts, at, words):
            return approx, at + len(words)
    return "exact", at


@cache
def _bounds(side: str) -> dict[str, tuple[tuple[tuple[str, ...], Approx], ...]]:
    """Bound words by their first word, longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], Approx]]] = {}
    for approx, phrases in load_table("bounds")[side].items():
        for phrase in phrases:
            by_first.setdefault(phrase[0], []).append((tuple(phrase), approx))
    return {first: tuple(sorted(many, key=lambda m: (-len(m[0]), m[0]))) for first, many in by_first.items()}


def unit_at(ts: Tokens, at: int) -> tuple[str, int] | None:
    """The unit of measure or money at ``at`` (a hyphen may stand before it), and the token after it."""
    here = at + (word_at(ts, at) in ("-", "‑") and at < len(ts) and ts[at].start == ts[at - 1].end)
    for words, unit in _forms().get(word_at(ts, here), ()):
        if stands_at(ts, here, words):
            return unit, here + len(words)
    return None


@cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Forms of units by their first token, longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    measures = load_table("measures")
    for form, unit in [*measures["forms"].items(), *measures["money"].items()]:
        words = tuple(form.replace("/", " / ").replace("°", "° ").replace(".", " . ").replace("-", " - ").split())
        by_first.setdefault(words[0], []).append((words, unit))
    return {first: tuple(sorted(many, key=lambda m: (-len(m[0]), m[0]))) for first, many in by_first.items()}


def sign_at(ts: Tokens, at: int) -> tuple[str, int] | None:
    """The currency before an amount ("$", "US$", "€", "USD"), and the token after it."""
    if word_at(ts, at) not in _money_openers():
        return None
    signs = load_table("measures")["signs"]
    joined = word_at(ts, at) + word_at(ts, at + 1)
    if joined in signs and at + 1 < len(ts) and ts[at].end == ts[at + 1].start:
        return signs[joined], at + 2
    word = word_at(ts, at)
    if word in signs and (word != "rs" or ts[at].text == "Rs"):
        return signs[word], at + 1 + (word == "rs" and word_at(ts, at + 1) == ".")
    if len(word) == 3 and ts[at].text.isupper() and word in load_table("measures")["money"]:
        return load_table("measures")["money"][word], at + 1
    return None


@cache
def _money_openers() -> frozenset[str]:
    """First tokens of signs ("us" of "US$"), and codes."""
    measures = load_table("measures")
    return frozenset(part for sign in measures["signs"] for part in (sign, sign.rstrip("$"))) | frozenset(
        measures["money"]
    )


def scale_at(ts: Tokens, at: int, *, money: bool) -> tuple[float, int]:
    """How much the letters touching a number scale it ("£5m", "$10bn", "2m tonnes"), and the token after them."""
    factor = load_table("measures")["scales"].get(word_at(ts, at))
    if factor is None or at == 0 or not (ts[at].start == ts[at - 1].end or (money and word_at(ts, at) in ("bn", "tn"))):
        return 1.0, at
    # "1.2m people", "2bn tonnes"; in "1.8m tall" the letter is a metre.
    counted = at + 1 < len(ts) and ts[at + 1].text[0].isalpha() and (is_plural(ts[at + 1]) or unit_at(ts, at + 1))
    if money or (word_at(ts, at) in ("m", "bn", "tn", "k") and counted):
        return float(factor), at + 1
    return 1.0, at


def noun_end(ts: Tokens, at: int) -> int:
    """The token after the noun phrase that begins at ``at``, to its plural head; ``at`` where none begins."""
    last = at
    for here in range(at, min(len(ts), at + _LONGEST)):
        token = ts[here]
        if token.text == "-" and here > at and here + 1 < len(ts) and token.end == ts[here + 1].start:
            continue
        if token.text in ("’", "'") and word_at(ts, here + 1) == "s" and here > at:
            continue
        if token.low == "s" and word_at(ts, here - 1) in ("’", "'"):
            last = here + 1
            continue
        if token.text == "." and _initial(ts, here - 1) and here > at:
            # "2,500 U.S. troops"
            continue
        joined = here > at and word_at(ts, here - 1) == "-"
        if not token.text[0].isalpha() or (token.low in load_words("phrase_enders") and not joined):
            break
        last = here + 1
        if is_plural(token) and not _goes_on(ts, here):
            break
    return last


def _initial(ts: Tokens, at: int) -> bool:
    """Whether an initial with its point stands at ``at``, and more follows: "U.S. troops"."""
    touches = at + 1 < len(ts) and ts[at].end == ts[at + 1].start
    further = at + 2 < len(ts) and ts[at + 2].text[0].isalpha()
    return len(ts[at].text) == 1 and ts[at].text.isupper() and touches and further


def is_plural(token: Token) -> bool:
    """Whether a word has the look of a plural noun."""
    word = token.low
    if word in load_words("irregular_plurals") or word in load_words("persons"):
        return True
    singular = word.endswith(("ss", "us")) or (word.endswith("is") and token.text[0].islower())
    return len(word) > 3 and word.endswith("s") and not singular and word not in _NO_PLURAL


def _goes_on(ts: Tokens, at: int) -> bool:
    """Whether a plural is followed by the noun it only describes: "arms inspectors", "rights groups"."""
    if at + 1 >= len(ts) or not ts[at + 1].text[0].isalpha() or ts[at + 1].low in load_words("phrase_enders"):
        return False
    return is_plural(ts[at + 1]) and ts[at + 1].text[0].islower() == ts[at].text[0].islower()
