import pytest

from tellings.find.unsaid import is_label
from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.ports import RulesOnly


def told(text: str) -> list[str]:
    page = f"The gate at Harsk\n\n{text}\n\nThe other gates of the valley will be looked at later in the week."
    (reading,) = read_documents([Document("d", "d", page)], RulesOnly())
    return [page[q.content[0].start : q.content[-1].end] for q in reading.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "There had not been any sign that the attacker, Rolf Tarn, had pledged to join the Northern League.",
        "There is no evidence that Premier Ilse Marek said the dam was safe.",
        "Premier Ilse Marek did not say that the gate had been opened.",
        "Premier Ilse Marek has not yet said that the talks will be held in Harsk.",
        "The ministry had not detected any signs indicating that Orlan was preparing a launch.",
        "The valley was shaken by floods blamed on Orlan that closed two roads.",
    ],
)
def test_what_was_not_said_is_nobodys_word(text: str) -> None:
    assert told(text) == []


def test_words_in_marks_were_said_whatever_was_not() -> None:
    assert told("Premier Ilse Marek did not say who “left the gate open for a week.”") != []


def test_a_denial_is_said() -> None:
    assert told("Premier Ilse Marek said that she had not opened the gate.") == ["she had not opened the gate"]


@pytest.mark.parametrize("text", ["If all goes according to plan, the gate of Harsk will be shut by Monday."])
def test_what_goes_according_to_plan_is_nobodys_word(text: str) -> None:
    assert told(text) == []


def test_a_label_is_no_speaker() -> None:
    assert is_label("Explainer")
    assert not is_label("Ilse Marek")
