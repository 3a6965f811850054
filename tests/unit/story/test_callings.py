"""What most reports call somebody comes first."""

from tellings.model.brief import ActorRole
from tellings.model.span import Evidence
from tellings.story.callings import order_roles


def role(text: str, *docs: str) -> ActorRole:
    return ActorRole(text, tuple(Evidence(doc, 0, len(text), text) for doc in docs))


def test_what_most_reports_say_comes_first() -> None:
    once, twice = role("a former mayor", "d1"), role("water minister", "d1", "d2")
    again = role("the water minister", "d1", "d1")

    assert order_roles([once, again, twice]) == (twice, again, once)


def test_what_leans_on_its_sentence_comes_last() -> None:
    leaning = [role("Its secretary-general", "d1", "d2"), role("of the council", "d1"), role("the radio’s", "d3")]
    plain = role("secretary-general", "d4")

    assert order_roles([*leaning, plain])[0] == plain
    assert order_roles(leaning)[0] == leaning[0]
