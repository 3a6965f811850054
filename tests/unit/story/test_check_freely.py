"""Drafts in words of their own against reports: what is put freely passes, what is turned round does not."""

import pytest

from tellings import flow
from tellings.model.check import CheckedSentence
from tellings.model.document import Document
from tellings.ports import RulesOnly

REPORT = """Two guards removed from a train in Velmark

A conductor accused two guards of stealing lamps, and they were kicked off a train in Velmark. The inspector called the
harbour office, threatening the council with a fine if it did not act.

“We like to help people, and we know that today we let some of our guests down,” said the railway’s Sel Dovan.

Dovan declined to say whether age was a factor, explaining that officials are still reviewing the matter.

The hospital in Velmark said that, of a total of 28 patients, five remained in the hospital on Wednesday night.

The Tarn Museum has offered to preserve the bones of two whales. The sale was taken offline in Velmark.

Police said it was not a gas explosion. Ilse Marek, the head of the council, warned Joren Brul of delays.

A spokeswoman for the council in St. Orlan’s said it had made no such call. The mayor of Harsk called the fine “absurd”.
"""


def check(text: str) -> CheckedSentence:
    """The verdict on a draft of one sentence against the one report; neither says what day it is of."""
    reports = flow.read_documents([Document("d0", "courier.txt", REPORT, outlet="Courier")], RulesOnly())
    drafts = flow.read_documents([Document("draft", "draft.txt", text)], RulesOnly())
    (checked,) = flow.check_against(drafts, reports)[0]
    return checked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Two guards were thrown off a train in Velmark.", id="a phrase for a word"),
        pytest.param("According to Sel Dovan, officials are still reviewing the matter.", id="no role after the name"),
        pytest.param("Dovan would not say whether age played a part.", id="whether it was so, with another was"),
        pytest.param(
            "Five people remained in hospital on Wednesday night.", id="a number without its noun, a bare day"
        ),
        pytest.param("The Tarn Museum will help preserve the bones of two whales.", id="help leads to the verb"),
        pytest.param("Police said that the explosion was not a gas explosion.", id="the subject is not denied"),
        pytest.param(
            "A spokeswoman for the council in St. Orlan’s denied having made such a call.", id="name ending in s"
        ),
        pytest.param("A conductor accused two guards of stealing.", id="doer and goal as told"),
        pytest.param("The council was threatened with a fine by an inspector.", id="the passive of it"),
        pytest.param("The mayor of Harsk called the fine “absurd”.", id="a judgement in marks is no opinion"),
    ],
)
def test_what_is_put_freely_is_supported(text: str) -> None:
    checked = check(text)

    assert checked.verdict == "supported", checked.why


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The guards accused a conductor of stealing lamps.", id="doer and goal turned round"),
        pytest.param("The council threatened an inspector with a fine.", id="turned round, told in a participle"),
        pytest.param("A driver accused two guards of stealing lamps.", id="another doer"),
        pytest.param("Joren Brul warned Ilse Marek of delays.", id="names turned round"),
        pytest.param("The mayor warned Ilse Marek of delays.", id="who warns is warned"),
        pytest.param(
            "“We like to help people, and we know that today we let all of our guests down,” said Sel Dovan.",
            id="a word altered after an and",
        ),
        pytest.param("Nine people remained in hospital on Wednesday night.", id="another number without its noun"),
        pytest.param("Five people remained in hospital on Friday night.", id="another bare day"),
        pytest.param("The Tarn Museum will help preserve the bones of three whales.", id="another number after help"),
        pytest.param("Police said that it was a gas explosion.", id="what is denied, asserted"),
        pytest.param("Sel Dovan is the head of the council.", id="what another is"),
        pytest.param(
            "The guards were asleep on a train in Velmark when a conductor accused two of stealing.", id="what was so"
        ),
        pytest.param("Dovan said that age was a factor.", id="whether it was so, asserted"),
    ],
)
def test_what_is_turned_or_altered_does_not_pass(text: str) -> None:
    checked = check(text)

    assert checked.verdict in {"contradicted", "unsupported"}, checked.why
