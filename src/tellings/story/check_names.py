"""Who a name of a draft is among the actors of the story's reports."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import MergedActor, Told
from tellings.story.check_forms import Forms, Peoples, is_people_of
from tellings.story.check_verbs import is_said
from tellings.text.name_forms import person_words, short_of_body, short_of_person, spelt
from tellings.text.names import fold
from tellings.text.spans import within
from tellings.text.words import stem, tokens

Ids = frozenset[str]
_NAME = re.compile(r"[^\W\d_][\w’'\-]*")
# Characters before a last name alone within which the full name tells whose it is: nearby, else further off.
NEAR_NAME = (250, 700)
# Signs of somebody whom no report names.
STRANGER = "?"


class Names:
    """The actors of a story by every form of their names."""

    def __init__(self, told: Told) -> None:
        self._actors = {actor.id: actor for actor in told.actors}
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._members: dict[tuple[str, str], str] = {}
        for actor in told.actors:
            for name in (actor.name, *actor.aliases):
                self._forms[spelt(fold(_bare(name)))].add(actor.id)
            for member in actor.members:
                self._members[member] = actor.id
        self._same = _join_peoples(told.actors)
        self._homes = {fold(a.name): a.id for a in told.actors if a.id in self._same.values() or a.kind == "place"}
        self._roles = _roles_of(told)
        self._fulls: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._words = {word for form in self._forms for word in form.split()}
        self._near = Forms(self._forms)
        self._peoples = Peoples(self._homes)
        self._voices = {actor: spoken for actor, roles in self._roles.items() if (spoken := _voices_in(roles))}
        self._at_home: dict[str, Ids] = {}
        self._found: dict[str, Ids] = {}

    def name(self, actor: str) -> str:
        """The name of an actor, or the words of a stranger."""
        return self._actors[actor].name if actor in self._actors else actor.removeprefix(STRANGER)

    def known_word(self, word: str) -> bool:
        """Whether any actor has this folded word in a name."""
        return word in self._words or any(self.find(word))

    def member(self, doc: str, entity: str) -> Ids:
        """The actor a report's own entity belongs to."""
        actor = self._members.get((doc, entity))
        return frozenset({self._same.get(actor, actor)}) if actor else frozenset()

    def resolve(self, reading: Reading, entity: str, place: Span) -> Ids:
        """The actor of a mention; a last name alone is whom the report has just named in full, if only one fits."""
        if home := self._home(fold(reading.document.text[place.start : place.end])):
            return home
        own = self.member(reading.document.id, entity)
        actor = next(iter(own), None)
        if actor is None or " " in (word := fold(_bare(self.name(actor)))):
            return own
        key = (reading.document.id, word)
        if key not in self._fulls:
            self._fulls[key] = self._full_names(reading, word)
        fulls = self._fulls[key]
        chosen: set[str] = set()
        for reach in NEAR_NAME:
            chosen = chosen or {other for at, other in fulls if place.start - reach <= at < place.start}
        chosen = chosen or {other for _, other in fulls}
        return frozenset(chosen) if len(chosen) == 1 else own

    def _full_names(self, reading: Reading, word: str) -> list[tuple[int, str]]:
        """Where the report names people in full whom ``word`` may be short for."""
        found = []
        for entity in reading.entities:
            words = person_words(fold(_bare(entity.name)))
            if entity.kind == "person" and short_of_person((word,), words):
                found += [
                    (span.start, actor)
                    for span in entity.mentions
                    for actor in self.member(reading.document.id, entity.id)
                ]
        return sorted(found)

    def kind(self, actor: str) -> str:
        """Of what kind an actor is: people apart from all that is none."""
        if actor in self._homes.values() or actor not in self._actors:
            return "body"
        return "person" if self._actors[actor].kind == "person" else "body"

    def holder(self, home: Ids, words: Collection[str]) -> Ids:
        """Whom alone the reports give a role of all these stems at one of the places: the Harskian water minister."""
        found = {
            actor
            for actor, roles in self._roles.items()
            if any(all(w in role for w in words) and any(self._home(w) & home for w in role) for role in roles)
        }
        return frozenset(found) if len(found) == 1 and words else frozenset()

    def is_called(self, ids: Ids, words: str) -> bool:
        """Whether the reports give one of the actors a role that holds a description: "an aid group's director"."""
        function = load_words("function_words")
        asked = [stem(word) for word in tokens(fold(words)) if word not in function and len(word) > 1]
        return bool(asked) and any(all(w in role for w in asked) for a in ids for role in self._roles.get(a, ()))

    def speaks_for(self, ids: Ids, body: Ids) -> bool:
        """Whether a role makes one of the actors the voice of one of the bodies: the spokesman of a ministry."""
        for role in (role for actor in ids for role in self._voices.get(actor, ())):
            for actor in body & self._actors.keys():
                named = set(tokens(fold(_bare(self.name(actor)))))
                if named <= role or any(self._home(word) & body for word in role):
                    return True
        return False

    def _home(self, word: str) -> Ids:
        """The place whose people or things a folded word names."""
        if word not in self._at_home:
            places = self._peoples.places_of(word) if word and " " not in word else ()
            found = [self._homes[place] for place in places[:1]]
            self._at_home[word] = frozenset(self._same.get(actor, actor) for actor in found)
        return self._at_home[word]

    def find(self, name: str) -> Ids:
        """The actors that may be called ``name``; empty where no report has such a name."""
        if name not in self._found:
            self._found[name] = self._find(spelt(fold(_bare(name))))
        return self._found[name]

    def _find(self, key: str) -> Ids:
        if home := self._home(key):
            return home
        found = set(self._forms.get(key, ()))
        if not found and key:
            found = self._fitting(key)
        return frozenset(self._same.get(actor, actor) for actor in found)

    def seat(self, word: str) -> Ids:
        """The country whose capital stands for its government: "Orlan" of "Orlan protested"."""
        country = capitals().get(fold(_bare(word)))
        return self.find(country) if country else frozenset()

    def _fitting(self, key: str) -> set[str]:
        """Actors whose full name the words shorten or extend, or whose people they name."""
        words = person_words(key)
        found: set[str] = set()
        for form in self._near.near(key):
            actors, other = self._forms[form], person_words(form)
            if short_of_person(words, other) and any(self._actors[a].kind == "person" for a in actors):
                found |= {a for a in actors if self._actors[a].kind == "person"}
            elif short_of_body(key, form) or (len(words) > 1 and short_of_body(form, key)):
                found |= {a for a in actors if self._actors[a].kind != "person"}
            elif is_people_of(key, form):
                found |= actors
        return found


def _roles_of(told: Told) -> dict[str, list[frozenset[str]]]:
    """For each person the words of every role a report gives them: stems, and words as they stand."""
    by_doc = {r.document.id: {e.id: e for e in r.entities} for r in told.readings}
    found: dict[str, list[frozenset[str]]] = {}
    for actor in told.actors:
        for doc, entity in actor.members if actor.kind == "person" else ():
            for role in by_doc[doc][entity].roles:
                words = tokens(fold(role.text))
                found.setdefault(actor.id, []).append(frozenset((*words, *(stem(word) for word in words))))
    return found


def _voices_in(roles: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The roles that make somebody the voice of a body now."""
    voices = {stem(word) for word in load_table("checking")["voices"]["words"]}
    past = {stem(word) for word in load_table("checking")["voices"]["past"]}
    return [role for role in roles if role & voices and not role & past]


def _bare(name: str) -> str:
    """The name without a title in front or a possessive ending."""
    words = re.sub(r"[’']s?$", "", name.strip()).split()
    titles = load_words("titles")
    while len(words) > 1 and words[0].rstrip(".").casefold() in titles:
        words = words[1:]
    return " ".join(words)


@cache
def capitals() -> dict[str, str]:
    """The folded name of each capital to its country."""
    countries_ = load_table("countries")["country"]
    return {fold(city): country["name"] for country in countries_ for city in country["capitals"]}


def _join_peoples(actors: Sequence[MergedActor]) -> dict[str, str]:
    """The people of a place count as the place."""
    places = {fold(a.name): a.id for a in actors if " " not in fold(a.name)}
    peoples = Peoples(places)
    joined = {}
    for actor in actors:
        word = fold(actor.name)
        homes = [places[p] for p in peoples.places_of(word) if places[p] != actor.id] if " " not in word else []
        if homes:
            joined[actor.id] = homes[0]
    return joined


@cache
def _not_names() -> frozenset[str]:
    times = load_table("times")
    return frozenset((*times["months"], *times["weekdays"])) | load_words("function_words") | load_words("titles")


def capital_words(text: str, sentence: Span, start: int) -> list[Span]:
    """Words with a capital that no grammar asks for: all but the one at ``start``, months, titles."""
    found = []
    for match in _NAME.finditer(text, sentence.start, sentence.end):
        word = match.group()
        if word[0].isupper() and match.start() != start and re.sub(r"[’']s?$", "", word).casefold() not in _not_names():
            found.append(Span(match.start(), match.end()))
    return found


def mentions_of(reading: Reading) -> list[tuple[Span, str]]:
    """Every mention of the report with its entity's id, in text order, the longest first where two begin together."""
    pairs = [(span, entity.id) for entity in reading.entities for span in entity.mentions]
    return sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end, pair[1]))


def without_day(reading: Reading, place: Span) -> Span:
    """A name without the end of a date that stands just before it: "On 11 March Harsk sent"."""
    text = reading.document.text
    for time in within(reading.times, place.start, place.end):
        if time.span.start <= place.start < time.span.end < place.end:
            rest = text[time.span.end : place.end]
            return Span(place.end - len(rest.lstrip(" ,")), place.end)
    return place


def noun_phrase(words: str) -> list[str]:
    """The stems up to the first word that cannot belong to the noun."""
    function = load_words("function_words")
    kept = []
    for token in tokens(words):
        if token in function or is_said(token):
            break
        kept.append(stem(token))
    return kept
