"""Utterances: pieces apart, and verbs that say more than "said"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.spoken import is_denial, say_cue, say_words
from tellings.model.brief import Utterance
from tellings.model.reading import QuotationKind
from tellings.model.span import Evidence


def said(text: str, printed: str, kind: QuotationKind = "direct") -> str:
    evidence = (Evidence("d1", 0, len(printed), printed),)
    return say_words(Utterance("q1", text, kind, None, None, None, None, "said", evidence))


def test_what_stands_between_two_pieces_is_an_ellipsis_without_the_comma_before_it() -> None:
    printed = "The dyke holds,” said Mira Tolland. “We sleep\n at last,” she added, “And we rebuild."
    assert said("The dyke holds, We sleep at last, And we rebuild.", printed) == (
        "“The dyke holds … We sleep at last … And we rebuild.”"
    )


def test_paragraphs_of_one_quotation_are_pieces() -> None:
    assert said("It broke. We ran.", "It broke.\n“We ran.") == "“It broke. … We ran.”"


def test_words_in_one_piece_are_as_printed() -> None:
    assert said("It broke, We ran,", "It broke,\nWe ran,") == "“It broke, We ran”"
    assert said('a " mark, Alone', 'a " mark, Alone') == '“a " mark, Alone”'


def test_words_that_stand_nowhere_are_left_alone() -> None:
    assert said("It broke, We ran", "Something else was said") == "“It broke, We ran”"


@given(st.lists(st.text("ab, ", min_size=1, max_size=9).map(str.strip).filter(bool), min_size=1, max_size=5), st.text())
def test_every_word_stays(pieces: list[str], gap: str) -> None:
    shown = said(" ".join(pieces), gap.join(pieces), "indirect")
    assert "".join(shown.split("…")).replace(",", "").split() == " ".join(pieces).replace(",", "").split()


@pytest.mark.parametrize(
    "cue", ["said", "Told", "adding", "according to", "was quoted as saying", "reported", None, " "]
)
def test_plain_verbs_are_not_told(cue: str | None) -> None:
    assert say_cue("indirect", cue) == ""


@pytest.mark.parametrize("cue", ["denied", "rejected", "did not say", "refused", "disputes", "couldn’t confirm"])
def test_denials_are_told(cue: str) -> None:
    assert say_cue("indirect", cue) == f"{cue}:"
    assert is_denial(cue)


@pytest.mark.parametrize("cue", ["promised", "warned of", "claimed", "noted"])
def test_other_verbs_are_told_and_deny_nothing(cue: str) -> None:
    assert say_cue("mixed", cue) == f"{cue}:"
    assert not is_denial(cue)


def test_the_very_words_need_no_verb() -> None:
    assert say_cue("direct", "denied") == ""
