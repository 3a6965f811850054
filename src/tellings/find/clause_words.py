"""Classes of small words, asked of tokens."""

from functools import cache

from tellings.find.clauses import Token
from tellings.lexicon import load_table, load_words


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of one class of the table of clause words."""
    return frozenset(load_table("clause_words")[name])


def is_adverb(token: Token) -> bool:
    """Whether the word may stand between a subject and its verb."""
    low = token.low
    if token.kind != "w" or token.mention >= 0 or (len(low) > 1 and token.text.isupper()):
        return False  # in capitals it is the name of a body: "NOW President Ana Bel"
    return low in word_class("adverbs") or (
        low.endswith("ly") and len(low) > 4 and token.text[0].islower() and low not in word_class("not_adverbs")
    )


def is_auxiliary(token: Token) -> bool:
    """Whether the word helps a verb; "May" with its capital is a month or a name: "the council in May said"."""
    return token.low in word_class("auxiliaries") and token.text != "May"


def is_time(token: Token) -> bool:
    """Whether the word names a day, month or part of the day."""
    return (
        token.kind == "w"
        and token.low.rstrip(".") in load_words("time_words")
        and not (token.low == "now" and token.text.isupper())
        and (
            token.text[0].isupper() or token.low.rstrip(".") not in ("may", "march", "sun", "sat", "mon", "wed", "mar")
        )
    )
