"""Where the words stand that were searched for."""

import pytest

from tellings.library.locate import locate
from tellings.library.terms import find_places, terms, words

TEXTS = (
    "Ilse Marek said the dam's gate failed. The gates fail, O'Brien says: don't fail_gate it.",
    "Zoë Márek élan, ﬁne “gate’s” ½ gate. a½gate U.S. gates",
    "GATE\n\ngate-keeper a'gate'b 'gate' _gate_ 3 gates3",
    "",
)
SOUGHT = ("gate", "failed", "dam gate", "gate failed", "O'Brien", "dont", "elan", "1", "2", "fine", "said the", "us")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("sought", SOUGHT)
def test_places_are_where_the_terms_of_the_text_stand(text: str, sought: str) -> None:
    group, row = words(sought), list(terms(text))
    stands = [n for n in range(len(row)) if tuple(t.word for t in row[n : n + len(group)]) == group]
    starts = [row[n].start for n in stands]

    assert find_places(text, [group]) == ({group: starts} if starts else {})
    # Beside a phrase every term is looked at.
    assert find_places(text, [group, ("no", "such")]) == ({group: starts} if starts else {})


def test_the_fewest_and_earliest_sentences_are_shown() -> None:
    text = "The gate held. The dam broke. The dam and its gate failed."

    assert [text[s.start : s.end] for s in locate(text, [words("dam"), words("gate")])] == [
        "The dam and its gate failed."
    ]
    assert [text[s.start : s.end] for s in locate(text, [words("held"), words("broke")])] == [
        "The gate held.",
        "The dam broke.",
    ]
    assert [text[s.start : s.end] for s in locate(text, [])] == ["The gate held."]
    assert locate("", [words("dam")]) == ()
