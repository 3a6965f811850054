"""Who speaks of whom: which names in somebody's words count, and how the pairs are drawn."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tellings.exports.as_html import to_html
from tellings.exports.outline import outline
from tellings.exports.pictures.network import draw_network
from tellings.exports.pictures.speaking import find_speaking
from tellings.model.brief import Actor, Brief, Utterance
from tellings.model.reading import EntityKind
from tellings.model.span import Evidence
from tests import attacks, harbour


def _actor(one: str, name: str, *aliases: str, kind: EntityKind = "person") -> Actor:
    return Actor(one, name, kind, aliases, (), ("d1",), 1)


def _said(number: int, speaker: Actor | str | None, text: str) -> Utterance:
    actor, name = (speaker.id, speaker.name) if isinstance(speaker, Actor) else (None, speaker)
    evidence = (Evidence("d1", number, number + len(text), text),)
    return Utterance(f"q{number}", text, "direct", actor, name, name, None, "said", evidence)


MAREK = _actor("a1", "Ilse Marek", "Marek")
BRUL = _actor("a2", "Tovan Brul", "Brul")
TARN = _actor("a3", "Tarn", kind="place")


def _brief(*said: Utterance, actors: tuple[Actor, ...] = (MAREK, BRUL, TARN)) -> Brief:
    return replace(harbour.briefing().stories[0], entities=actors, quotations=said, relations=())


def _pairs(brief: Brief) -> list[tuple[str, str, int]]:
    return [(pair.speaker, pair.of.name, len(pair.utterances)) for pair in find_speaking(outline(brief, ()))]


def test_names_in_the_words_make_pairs() -> None:
    said = (
        _said(1, MAREK, "Brul was warned. Mr Brul knew."),
        _said(2, MAREK, "Tovan Brul left."),
        _said(3, BRUL, "No."),
    )

    assert _pairs(_brief(*said)) == [("Ilse Marek", "Tovan Brul", 2)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Ilse Marek never lies.", "of oneself"),
        ("Brulton is far away.", "part of a word"),
        ("The brul is a fish.", "no name"),
        ("Tarn is a fine town.", "a place that neither speaks nor acts"),
    ],
)
def test_what_makes_no_pair(words: str, why: str) -> None:
    assert _pairs(_brief(_said(1, MAREK, words))) == [], why


def test_a_place_that_speaks_is_spoken_of() -> None:
    assert _pairs(_brief(_said(1, MAREK, "Tarn must pay."), _said(2, TARN, "We paid."))) == [("Ilse Marek", "Tarn", 1)]


def test_a_form_that_two_share_is_nobodys() -> None:
    other = _actor("a4", "Otto Brul", "Brul")
    brief = _brief(_said(1, MAREK, "Brul knew."), _said(2, MAREK, "Otto Brul knew."), actors=(MAREK, BRUL, other))

    assert _pairs(brief) == [("Ilse Marek", "Otto Brul", 1)]


def test_a_month_is_not_a_person() -> None:
    may = _actor("a5", "Tilda May", "May")

    assert _pairs(_brief(_said(1, MAREK, "In May we met."), actors=(MAREK, may))) == []


def test_speakers_without_a_name_are_left_out() -> None:
    said = [
        _said(n, name, "Brul knew.") for n, name in enumerate((None, "his office", "the statement", "the Tarn office"))
    ]

    assert _pairs(_brief(*said)) == [("the Tarn office", "Tovan Brul", 1)]


def test_every_pair_drawn_is_a_line_that_says_it() -> None:
    network = draw_network(outline(_brief(_said(1, MAREK, "Brul!"), _said(2, BRUL, "Ilse Marek!")), ()))

    assert network is not None
    root = ElementTree.fromstring(network.picture.svg)
    assert [line.findtext("title") for line in root.iter("path")] == [
        "Ilse Marek speaks of Tovan Brul: 1 time",
        "Tovan Brul speaks of Ilse Marek: 1 time",
    ]
    assert network.picture.words.startswith("Who speaks of whom: 2 speakers, 2 spoken of")
    assert network.drawn == len(network.pairs) == 2


def test_a_large_story_is_drawn_in_part_and_told_whole() -> None:
    actors = tuple(_actor(f"a{n}", f"Orla Venn{n:02}") for n in range(30))
    said = [_said(n, actors[n], f"{actors[(n + 1) % 30].name} and {actors[(n + 2) % 30].name}.") for n in range(30)]
    network = draw_network(outline(_brief(*said, actors=actors), ()))

    assert network is not None
    assert (len(network.pairs), 0 < network.drawn < 60) == (60, True)


def test_nobody_named_gives_no_picture() -> None:
    assert draw_network(outline(_brief(_said(1, MAREK, "It rained.")), ())) is None


@pytest.mark.parametrize("attack", attacks.ATTACKS)
def test_hostile_names_stay_words(attack: str) -> None:
    bad = _actor("a9", f"Acme {attack}", kind="organisation")
    network = draw_network(outline(_brief(_said(1, MAREK, f"Ask Acme {attack} now"), actors=(MAREK, bad)), ()))

    assert network is not None, "the pair is there"
    root = ElementTree.fromstring(network.picture.svg)
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "title", "path", "text", "tspan"}
    assert not {name for e in root.iter() for name in e.attrib if name.startswith("on") or name == "style"}


def test_the_page_folds_the_pictures_in_and_tells_them_in_words() -> None:
    brief = _brief(_said(1, MAREK, "Brul knew."), _said(2, BRUL, "Ilse Marek lied, Tarn paid."), _said(3, TARN, "No."))
    page = to_html(replace(harbour.briefing(), stories=(brief,)), harbour.DOCUMENTS)

    folded = page.partition("<summary>Who speaks of whom</summary>")[2].partition("</details>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", "", folded, flags=re.DOTALL))
    assert "Ilse Marek speaks of Tovan Brul" in words
    assert re.search(r"Tovan Brul speaks of Ilse Marek \S+, Tarn", words)
    assert "<summary>Who reported when</summary>" in page


def test_a_page_of_many_pairs_lists_the_strongest_and_counts_the_rest() -> None:
    actors = tuple(_actor(f"a{n}", f"Orla Venn{n:02}") for n in range(70))
    said = [_said(n, actors[n], f"{actors[(n + 1) % 70].name} and {actors[(n + 2) % 70].name}.") for n in range(70)]
    page = to_html(replace(harbour.briefing(), stories=(_brief(*said, actors=actors),)), harbour.DOCUMENTS)

    assert "and 20 pairs more" in page
