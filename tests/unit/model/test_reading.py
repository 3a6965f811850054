import pytest

from tellings.model.reading import Entity, Furniture, Quantity, Quotation
from tellings.model.span import Span

HERE = Span(0, 4)


def test_furniture_says_why() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Furniture(HERE, "")


@pytest.mark.parametrize(("name", "mentions"), [("", (HERE,)), ("  ", (HERE,)), ("Ana Rusu", ())])
def test_an_entity_has_a_name_and_a_mention(name: str, mentions: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="needs a name and at least one mention"):
        Entity("e1", name, "person", (), mentions)


def test_a_quantity_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Quantity(HERE, 9.0, 7.0, "person")


def test_a_quantity_is_a_number() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Quantity(HERE, float("nan"), 7.0, "person")


def test_a_quotation_quotes_something() -> None:
    with pytest.raises(ValueError, match="quotes nothing"):
        Quotation("direct", ())


@pytest.mark.parametrize(("source", "speaker"), [((Span(6, 9),), None), ((), Span(6, 9))])
def test_scare_quotes_are_nobodys_words(source: tuple[Span, ...], speaker: Span | None) -> None:
    with pytest.raises(ValueError, match="nobody's words"):
        Quotation("scare", (HERE,), source=source, speaker=speaker)
