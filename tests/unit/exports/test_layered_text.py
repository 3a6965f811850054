"""A report with all its layers in the text: nothing lost, nothing doubled, nothing that acts."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings import flow
from tellings.exports.layered_text import SHOWN, LayeredText
from tellings.exports.layers import LAYERS, Marking, lay_layers
from tellings.model.document import Document
from tellings.ports import RulesOnly
from tests import attacks

TEXT = (
    "Gate fails at Harsk\n\nBy Mira Tal\n\n"
    "“The gate was old,” said Ilse Marek, mayor of Tarn, on Monday. Four people were hurt in Orlan.\n\n"
    "Subscribe to our newsletter"
)


def words_of(html: str) -> str:
    return unescape(re.sub(r"<summary>.*?</summary>|<[^>]*>", "", html))


def mark(start: int, end: int, layer: str = "names", says: str = "person") -> Marking:
    return Marking(start, end, layer, TEXT[start:end], says)


def layered(*markings: Marking, words: tuple[int, int] | None = None, text: str = TEXT) -> str:
    layers = {name: tuple(m for m in markings if m.layer == name) for name in LAYERS}
    return str(LayeredText(text, layers, words=words).render())


def test_every_layer_of_a_reading_says_what_was_made_of_its_words() -> None:
    (reading,) = flow.read_documents([Document("d1", "a.txt", TEXT)], RulesOnly())
    layers = lay_layers(reading, cited={(40, 50): ["Summary: the gate"]}, days={})

    assert [m.words for m in layers["quotations"]] == ["The gate was old,"]
    assert layers["quotations"][0].says == "very words of Ilse Marek, mayor of Tarn"
    assert ("Tarn", "place") in [(m.words, m.says) for m in layers["names"]]
    assert [(m.words, m.says) for m in layers["times"]] == [("Monday", "date")]
    assert layers["quantities"][0].says == "4 person of people"
    assert layers["furniture"]
    assert layers["cited"][0].says == "Summary: the gate"
    for name, found in layers.items():
        assert all(m.layer == name and m.says for m in found)


def test_overlapping_markings_cut_the_text_at_their_borders() -> None:
    html = layered(mark(0, 10), mark(5, 15, "times", "date"))

    assert '<span class="l l-names" title="names: person">Gate </span>' in html
    assert '<span class="l l-names l-times" title="names: person\ntimes: date">' in html
    assert words_of(html) == TEXT


def test_the_words_asked_for_are_marked_and_have_the_address_of_the_permalink() -> None:
    html = layered(mark(3, 9), words=(5, 13))

    assert html.count('id="w5-13"') == 1
    assert words_of("".join(re.findall(r"<mark.*?</mark>", html))) == TEXT[5:13]


def test_furniture_is_folded_when_long_but_not_where_the_words_asked_for_are_in_it() -> None:
    text = "News. " + "Read more here. " * 30
    piece = Marking(6, len(text), "furniture", "", "a teaser")

    assert "<details" in layered(piece, text=text)
    assert "<details" not in layered(piece, text=text, words=(10, 14))


@pytest.mark.parametrize("attack", attacks.ATTACKS)
def test_words_and_what_is_said_of_them_never_become_markup(attack: str) -> None:
    html = layered(Marking(0, len(attack), "names", attack, attack), text=attack + " end")

    assert not re.search(r"<(?!/?(span|mark|details|summary)\b)", html)
    assert "onmouseover='" not in html.replace("&#39;", "")


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40), st.sampled_from(list(LAYERS))), max_size=12))
def test_no_character_is_lost_or_doubled(places: list[tuple[int, int, str]]) -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(120))
    html = layered(*(Marking(s, s + n, layer, "", "x") for s, n, layer in places), text=text, words=(30, 44))

    assert words_of(html) == text
    assert html.count('id="w30-44"') == 1


def test_of_a_very_long_text_what_is_around_the_words_is_shown() -> None:
    text = "word " * 60_000
    html = layered(text=text, words=(250_000, 250_004))

    assert 'id="w250000-250004"' in html
    assert len(html) < SHOWN + 2_000
    assert "characters before this are not shown" in html
