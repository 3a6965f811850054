"""Words of a text: tokens, stems, and how common a word is in news English."""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, pairwise
from threading import local

import Stemmer

from tellings.lexicon import load_counts, load_words

_TOKEN = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:[’'\-][^\W_]+)*")


class _PerThread(local):
    """One stemmer a thread: they must not be shared."""

    def __init__(self) -> None:
        self.stem: Callable[[str], str] = Stemmer.Stemmer("english").stemWord


_STEMMER = _PerThread()

_LEANING = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|still|yet|also|however|meanwhile|instead"
    r"|then|there|such|both|another|others|as|while|although|though|when|if|because|earlier|later|for example|well)\b",
    re.IGNORECASE,
)


def leans_back(sentence: str) -> bool:
    """True when a sentence begins with a word that needs the one before it: a pronoun, a connective."""
    return _LEANING.match(sentence) is not None


def tokens(text: str) -> list[str]:
    """The words and numbers of ``text``, folded to lower case, in order ("U.S." is two)."""
    found: list[str] = _TOKEN.findall(text.casefold().replace("’", "'"))
    return found


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word (Porter2), its possessive ending gone. Very long strings are left alone."""
    if len(word) > 40:
        return word
    word = word.removesuffix("'s").removesuffix("'")
    return _STEMMER.stem(word)


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order: no function words, no single letters."""
    return list(chain.from_iterable(map(_content_of, tokens(text))))


def place_stems(text: str) -> list[tuple[str, int]]:
    """The stems of ``content_stems`` with their places, counted in words of any kind."""
    return [(stemmed, at) for at, token in enumerate(tokens(text)) for stemmed in _content_of(token)]


def word_pairs(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring words, function words among them, as stems: how a thing is put."""
    stems = [stem(token) for token in tokens(text)]
    return frozenset(pairwise(stems))


@lru_cache(maxsize=1 << 15)
def _content_of(token: str) -> tuple[str, ...]:
    function = load_words("function_words")
    if token in function:
        return ()
    parts = token.split("-") if len(token) > 1 else [token]
    return tuple(stem(p) for p in parts if p not in function and (len(p) > 1 or p.isdigit()))


@lru_cache(maxsize=1 << 16)
def rarity(stemmed: str) -> float:
    """The inverse document frequency of a stem in background news English, in nats (about 0.1 to 8.2)."""
    counts = load_counts("stem_frequency")
    return math.log(counts["*"] / (counts.get(stemmed, 0) + 0.5))
