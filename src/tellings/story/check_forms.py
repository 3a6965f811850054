"""The forms of names in a story by how they begin and end, so that a name is compared only with those it may fit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tellings.text.name_forms import close, countries, nationalities, person_words

# Endings that make the people of a place from its name, the last vowel of the name gone or not.
_PEOPLE = ("n", "an", "ian", "i", "ese", "ish", "ite", "er", "ns", "ans", "ians", "is")
_SHORTEST_PLACE = 4
# A word of more letters than this may be a spelling of another.
_LONG = 5


def is_people_of(word: str, place: str) -> bool:
    """Whether a folded word names the people or things of the place ("lurovian" of "lurovia")."""
    if nationalities().get(word, "") == countries().get(place, place) != "":
        return True
    return word in people_of(place)


@lru_cache(maxsize=8192)
def people_of(place: str) -> frozenset[str]:
    """What the people and things of a place of one word may be called after it."""
    if " " in place or len(place) < _SHORTEST_PLACE:
        return frozenset()
    stem = place.rstrip("aeiouy")
    bases = {place, stem, stem + place[len(stem) : len(stem) + 1]}
    return frozenset(base + ending for base in bases for ending in _PEOPLE) - {place}


class Peoples:
    """The places of a story by what their people are called."""

    def __init__(self, places: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_country: dict[str, list[str]] = defaultdict(list)
        for place in places:
            for word in people_of(place):
                self._by_word[word].append(place)
            self._by_country[countries().get(place, place)].append(place)

    def places_of(self, word: str) -> Sequence[str]:
        """The places whose people a folded word names, in order of their names."""
        country = nationalities().get(word, "")
        own = () if " " in word else self._by_word.get(word, ())
        return sorted({*own, *(self._by_country.get(country, ()) if country else ())})


class Forms:
    """The forms of names in a story, with the actors of each."""

    def __init__(self, forms: Mapping[str, set[str]]) -> None:
        self._edges: dict[str, set[str]] = defaultdict(set)
        self._lasts: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._peoples = Peoples(forms)
        for form in forms:
            for words in (form.split(), person_words(form)):
                for word in (*words[:1], *words[-1:]):
                    self._edges[word].add(form)
            if last := person_words(form)[-1:]:
                self._lasts[last[0]].add(form)
                for side in _sides(last[0]):
                    self._spellings[len(last[0]), side].add(last[0])

    def near(self, key: str) -> set[str]:
        """The forms that ``key`` may shorten, extend or name the people of; more than these fit nothing of it."""
        found = set(self._peoples.places_of(key))
        for words in (key.split(), person_words(key)):
            for word in (*words[:1], *words[-1:]):
                found |= self._edges.get(word, set())
        words = person_words(key)
        if len(words) == 1 and len(words[0]) > _LONG:
            sizes = range(len(words[0]) - 1, len(words[0]) + 2)
            like = {w for n in sizes for side in _sides(words[0]) for w in self._spellings.get((n, side), ())}
            for last in like:
                if close(words[0], last, most=1):
                    found |= self._lasts[last]
        return found


def _sides(word: str) -> tuple[str, str]:
    """Its first letter and its last, told apart: words one letter apart share one of them."""
    return f"^{word[:1]}", f"{word[-1:]}$"
