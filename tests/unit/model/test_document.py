from datetime import date

import pytest

from tellings.model.document import Document, Published, Skipped

MON, TUE = date(2031, 3, 3), date(2031, 3, 4)


@pytest.mark.parametrize(("earliest", "latest"), [(MON, None), (None, MON)])
def test_a_day_of_publication_is_not_half_given(earliest: date | None, latest: date | None) -> None:
    with pytest.raises(ValueError, match="both days or neither"):
        Published(earliest, latest, "stated")


def test_publication_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Published(TUE, MON, "metadata")


def test_known_days_need_a_basis() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Published(MON, TUE)


def test_a_basis_needs_days() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Published(basis="inferred")


def test_nothing_known_is_unknown() -> None:
    assert Published().basis == "unknown"


@pytest.mark.parametrize(("doc_id", "location"), [("", "a.txt"), ("d1", "")])
def test_a_document_has_an_id_and_a_location(doc_id: str, location: str) -> None:
    with pytest.raises(ValueError, match="needs an id and the location"):
        Document(doc_id, location, "The dyke held.")


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_a_document_has_words(text: str) -> None:
    with pytest.raises(ValueError, match="holds no words"):
        Document("d1", "a.txt", text)


def test_a_document_holds_no_lone_surrogate() -> None:
    with pytest.raises(ValueError, match="lone surrogate at character 4"):
        Document("d1", "a.txt", "The \udc80 dyke held.")


def test_an_input_is_not_skipped_without_a_reason() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Skipped("a.txt", "")
