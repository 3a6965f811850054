"""Whether "that" leads a clause about the word before it: "the dam that failed", not "said that failed banks"."""

from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table


def is_described(word: str, forms: Sequence[tuple[str, str]]) -> bool:
    """True when ``word``, in lower case and right before "that", may be a noun that what follows says more of.

    ``forms`` are the (lemma, form) pairs that it can be as a verb. Verbs and nouns of telling ("claims", "fear") have
    their content behind "that"; a past form is a verb.
    """
    if not word[:1].isalpha() or word in _table("that_tells") or word in _plain() or word.endswith("ly"):
        return False
    return not any(form in ("past", "participle") or lemma in _telling() for lemma, form in forms)


@cache
def _plain() -> frozenset[str]:
    """Words that are no nouns."""
    names = ("adverbs", "be", "have", "do", "before_noun", "opens", "conditions", "certain_modals", "open_modals")
    return frozenset().union(*map(_table, names))


@cache
def _telling() -> frozenset[str]:
    saying = frozenset(load_table("claim_frames")["saying"]["verbs"])
    return saying.union(*map(_table, ("that_verbs", "announcing", "denying")))


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(load_table("verb_frames")[name])
