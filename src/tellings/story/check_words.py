"""The words of a sentence as a draft is compared: phrases and synonyms made one, what is denied kept apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from tellings.lexicon import load_table, load_words
from tellings.text.words import stem, tokens

# Content words after a negation that it turns round; more where it denies a whole clause.
REACH, DENIAL_REACH = 4, 9
# Letters: a shorter stem is no root of another, and so many may come behind it.
ROOT, ENDING = 4, 3
_NONE: frozenset[int] = frozenset()
# Forms of irregular verbs that are more often words of their own.
_OTHER_WORDS = frozenset(("lay", "wound", "ground", "bound", "bore", "left", "felt"))
_TURNS = frozenset(("but", "although", "while", "whereas"))
# What hangs on a denied word by one of these is not itself denied: "not related to the minister".
_HANGING = frozenset(("to", "with", "from", "by", "than", "because", "since", "after", "before", "until"))
_PERSON = re.compile(r"\s+(?:him|her|them|us|me)\b")
_PIECES = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:[’'\-][^\W_]+)*|[,;:.!?()“”\"]")


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = load_table("checking")["phrases"]
    return tuple((re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE), word) for phrase, word in table.items())


@cache
def _families() -> Mapping[str, frozenset[int]]:
    """For each stem of the synonym lines the lines it stands in."""
    families: dict[str, set[int]] = {}
    for number, line in enumerate(
        (*load_table("checking")["same"]["lines"], *load_table("rewording")["same"]["lines"])
    ):
        for word in line.split():
            families.setdefault(stem(word), set()).add(number)
    for number, (head, forms) in enumerate(sorted(load_table("claim_frames")["heads"].items())):
        for form in (head, *forms):
            families.setdefault(form, set()).add(-1 - number)
    return {word: frozenset(lines) for word, lines in families.items()}


@cache
def _opposites() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in load_table("checking")["opposites"]["lines"]:
        one, other = (stem(word) for word in line.split())
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


@cache
def _any_phrase() -> re.Pattern[str]:
    """Finds text without any phrase at one look."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _phrases()), re.IGNORECASE)


@lru_cache(maxsize=1024)
def fold_phrases(text: str) -> str:
    """``text`` with phrases that count as one word put as that word ("called off" is "cancel")."""
    if not _any_phrase().search(text):
        return text
    for pattern, word in _phrases():
        text = pattern.sub(word, text)
    return text


def words_of(text: str) -> list[str]:
    """The stems of the words of meaning of ``text`` in order, phrases folded; numbers are left out."""
    function = load_words("function_words")
    found = []
    for token in tokens(fold_phrases(text)):
        for part in token.split("-") if len(token) > 1 else [token]:
            if part not in function and len(part) > 1 and not part[0].isdigit():
                found.append(_root(part))
    return found


def _root(word: str) -> str:
    """The stem of a word, of an irregular verb that of its base form ("met" is "meet")."""
    return stem(_irregular().get(word, word))


@cache
def _irregular() -> Mapping[str, str]:
    forms = {}
    for line in sorted(load_words("irregular_verbs")):
        base, *others = line.split()
        forms.update({form: base for form in others if form not in _OTHER_WORDS})
    return forms


def as_printed(text: str, stemmed: str) -> str:
    """The first word of ``text`` with this stem, as printed; the stem where a phrase stands for it."""
    return next((word for word in re.findall(r"[^\W_]+", text) if stem(word.casefold()) == stemmed), stemmed)


def alike(one: str, other: str) -> bool:
    """Whether two stems can stand for each other: equal, synonyms, or of one root ("repair", "reparation" are not)."""
    if one == other or not _families().get(one, _NONE).isdisjoint(_families().get(other, _NONE)):
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return len(short) >= ROOT and long.startswith(short) and len(long) - len(short) <= ENDING


class Words:
    """Words by what they can stand for, so that those alike to one are found without looking at all of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._by_family: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._by_start[word[:ROOT]].append(word)
            for family in _families().get(word, _NONE):
                self._by_family[family].append(word)

    def like(self, word: str) -> set[str]:
        """All of them that ``alike`` has stand for ``word``."""
        near = {*self._by_start.get(word[:ROOT], ())}
        near.update(other for family in _families().get(word, _NONE) for other in self._by_family.get(family, ()))
        return {other for other in near if alike(word, other)}


def opposed(one: str, other: str) -> bool:
    """Whether two stems say the contrary of each other."""
    return other in _opposites().get(one, ())


def negated_words(text: str) -> frozenset[str]:
    """The stems that a negation turns round: the few words of meaning after it in its clause."""
    table = load_table("checking")["negation"]
    negating, denying = set(table["words"]), set(table["denial"])
    function = load_words("function_words")
    found: set[str] = set()
    left = 0
    wide = False
    folded = fold_phrases(text).casefold().replace("’", "'")
    for match in _PIECES.finditer(folded):
        word = match.group()
        if not word[0].isalnum():
            if not wide or word in ".;!?" or left < DENIAL_REACH - 1:
                left = 0
            continue
        # Who is dismissed is sent away: only what is dismissed is denied.
        if word in denying and _PERSON.match(folded, match.end()):
            continue
        if word in negating or word.endswith("n't") or word in denying:
            wide = word in denying
            left = DENIAL_REACH if wide else REACH
            continue
        if word in _TURNS or (word in _HANGING and not wide and 0 < left < REACH):
            left = 0
        for part in word.split("-"):
            if left and part not in function and len(part) > 1 and not part[0].isdigit():
                found.add(_root(part))
                left -= 1
    return frozenset(found)
