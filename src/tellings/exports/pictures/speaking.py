"""Who speaks of whom: the names that stand in the words somebody is quoted with."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from tellings.exports.outline import Outline, Voice, gather_voices
from tellings.model.brief import Actor, Brief, Utterance

# Shorter forms of a name ("Sel", "UN") are as often other words.
_SHORTEST = 3
_PEOPLE = ("person", "organisation")
# "March" and "May" in somebody's words are months.
_MONTHS = frozenset("January February March April May June July August September October November December".split())
_ARTICLE = re.compile(r"^(?i:the|an?) ")


@dataclass(frozen=True, slots=True)
class Speaking:
    """One speaker, one they speak of, and the utterances that name them, in the order of the voice."""

    speaker: str
    actor: Actor | None
    of: Actor
    utterances: tuple[Utterance, ...]


def find_speaking(told: Outline) -> tuple[Speaking, ...]:
    """Every pair of a named speaker and somebody named in their words, the pairs with most utterances first.

    Spoken of are people and organisations; places and peoples only where they speak or act themselves in the story, as
    governments do. A form of a name that two of them share ("Onda") is left out: whose it is stays unknown. Speakers
    without a name ("his office") are left out too.
    """
    return _find_pairs(told.voices, _name_forms(_spoken_of(told.brief)))


def find_speaking_of(brief: Brief, actors: Container[str]) -> tuple[Speaking, ...]:
    """Those of these pairs in which one of the ``actors`` (ids) is spoken of, without looking at all that is said."""
    names = _name_forms(_spoken_of(brief))
    forms = [form for form, actor in names.items() if actor.id in actors]
    if not forms:
        return ()
    voices = []
    for voice in gather_voices(brief):
        naming = tuple(u for u in voice.utterances if any(form in " ".join(u.text.split()) for form in forms))
        voices += [replace(voice, utterances=naming)] if naming else []
    return tuple(pair for pair in _find_pairs(voices, names) if pair.of.id in actors)


def _find_pairs(voices: Iterable[Voice], names: dict[str, Actor]) -> tuple[Speaking, ...]:
    if not names:
        return ()
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) + r")(?!\w)"
    )
    found = [pair for voice in voices if _is_named(voice) for pair in _pairs_of(voice, pattern, names)]
    return tuple(sorted(found, key=lambda s: (-len(s.utterances), s.speaker, s.of.name, s.of.id)))


def _is_named(voice: Voice) -> bool:
    """Whether it is known who speaks; "his office" and "the statement" could be anybody's."""
    name = _ARTICLE.sub("", voice.name or "")
    return voice.actor is not None or name != name.lower()


def _pairs_of(voice: Voice, pattern: re.Pattern[str], names: dict[str, Actor]) -> Iterable[Speaking]:
    said: dict[str, list[Utterance]] = {}
    actors: dict[str, Actor] = {}
    own = voice.actor.id if voice.actor else None
    for utterance in voice.utterances:
        for actor in {
            names[form].id: names[form] for form in pattern.findall(" ".join(utterance.text.split()))
        }.values():
            if actor.id != own and actor.name != voice.name:
                actors[actor.id] = actor
                said.setdefault(actor.id, []).append(utterance)
    return [Speaking(voice.name or "", voice.actor, actors[one], tuple(words)) for one, words in said.items()]


def _spoken_of(brief: Brief) -> list[Actor]:
    acting = {u.speaker for u in brief.quotations} | {relation.source for relation in brief.relations}
    return [actor for actor in brief.entities if actor.kind in _PEOPLE or actor.id in acting]


def _name_forms(actors: Sequence[Actor]) -> dict[str, Actor]:
    """Whose each form of a name is; a form that several have is nobody's."""
    owners: dict[str, dict[str, Actor]] = {}
    for actor in actors:
        for form in {" ".join(name.split()) for name in (actor.name, *actor.aliases)}:
            if (
                len(form) >= _SHORTEST
                and form not in _MONTHS
                and any(c.isupper() or c.isdigit() or not c.isascii() for c in form)
            ):
                owners.setdefault(form, {})[actor.id] = actor
    return {form: next(iter(having.values())) for form, having in owners.items() if len(having) == 1}
