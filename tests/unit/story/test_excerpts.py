"""What is shown of a long statement: the clauses that tell what the other report tells."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model.brief import Brief, Finding
from tellings.model.reading import Claim
from tellings.model.span import Span
from tellings.model.story import Member
from tellings.story.excerpts import LEAST, WHOLE, excerpt, name_shared
from tellings.story.facts import Fact
from tellings.text.words import place_stems

Make = Callable[..., Brief]

LONG = (
    "The governor spent the morning with the miners of Tarn, where pay has been in arrears since the spring, "
    "because the ferry pier of Gellow was swept away by the January storm, and flew home in the evening."
)
OTHER = (
    "Engineers who looked at the ferry pier of Gellow, swept away by the January storm, want it built of stone, and "
    "the council, which has no money for that before the elections in the autumn, has asked the province to pay."
)


def of(brief: Brief, words: str) -> Finding:
    [found] = [
        f
        for f in brief.findings
        if f.verdict != "single" and f.kind == "other" and any(words in t.text for t in f.tellings)
    ]
    return found


def fact(text: str, doc: str, names: frozenset[str] = frozenset()) -> Fact:
    span = Span(0, len(text))
    claim = Claim("other", span, span, "", ())
    return Fact(Member(doc, 0), claim, {}, names, frozenset(), None, False, tuple(place_stems(text)))


class _Even(dict[str, float]):
    def __missing__(self, key: str) -> float:
        return 1.0


def test_a_long_sentence_shows_what_both_tell(brief: Make) -> None:
    found = of(brief(("2031-03-04", LONG), ("2031-03-04", OTHER)), "ferry pier")
    for telling in found.tellings:
        assert "swept away by the January storm" in telling.text
        assert len(telling.text) < len(telling.evidence[0].text)
    [first] = [t for t in found.tellings if t.documents == ("d0",)]
    assert first.text.startswith("… because the ferry pier")
    assert "miners" not in first.text
    assert first.evidence[0].text.startswith("The governor spent")


def test_the_heading_is_what_they_share(brief: Make) -> None:
    found = of(brief(("2031-03-04", LONG), ("2031-03-04", OTHER)), "ferry pier")
    assert found.about.endswith("swept away by the January storm")
    assert not found.about.startswith("The governor")


def test_what_shares_names_alone_is_shown_whole() -> None:
    names = frozenset(stem for stem, _ in place_stems("director Ada Voss of the aid group Basin Relief"))
    one = fact(
        "Director Ada Voss of the aid group Basin Relief said that money was not what the valley lacked, " * 2,
        "a",
        names,
    )
    two = fact(
        "Three answers were given, said Ada Voss, the director of the aid group Basin Relief, to one question.",
        "b",
        names,
    )
    text = "Director Ada Voss of the aid group Basin Relief said that money was not what the valley lacked, " * 2
    assert excerpt(one, text, [one, two], _Even()) == text.strip()


def test_a_bracket_or_quotation_is_not_torn() -> None:
    text = (
        "In the hall stood “the red chairs that nobody had wanted, the long table, the copper lamps of the old harbour "
        "office” and four crates of paper, which were carried out by soldiers on the second evening of the search."
    )
    other = "The copper lamps of the old harbour office are for sale in Velmark, and so is most of what lay below."
    one, two = fact(text, "a"), fact(other, "b")
    shown = excerpt(one, text, [one, two], _Even())
    assert shown.count("“") == shown.count("”")


def test_a_short_statement_is_its_own_heading() -> None:
    text = "The pier of Gellow is closed to ferries."
    one, two = fact(text, "a"), fact("Ferries may not land: the pier of Gellow is closed, the harbour says.", "b")
    assert name_shared(one, text, [one, two], _Even()) == text
    assert excerpt(one, text, [one, two], _Even()) == text


def test_two_plain_words_make_no_agreement(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The siren at Gellow was paid for by the Tessen Basin Organisation in 2028."),
        (
            "2031-03-04",
            "The town had been promised a new siren by the Tessen Basin Organisation, the mayor of Gellow said.",
        ),
    )
    pairs = [f for f in made.findings if f.verdict != "single" and any("siren" in t.text for t in f.tellings)]
    assert all(f.verdict != "agree" for f in pairs), [(f.verdict, f.about) for f in pairs]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*LONG.split(), "—", "(", ")", "“", "”", ";", ","]), min_size=1, max_size=60))
def test_an_excerpt_is_words_of_the_sentence_in_order(words: list[str]) -> None:
    text = " ".join(words)
    one, two = fact(text, "a"), fact(OTHER, "b")
    shown = excerpt(one, text, [one, two], _Even())
    bare = shown.removeprefix("… ").removesuffix(" …")
    assert bare in text
    assert shown == text or len(text) > WHOLE
    if shown.startswith("… ") or shown.endswith(" …"):
        assert len(bare) >= min(LEAST, len(text)) - 2
    assert name_shared(one, text, [one, two], _Even()) in text
