"""A draft against reports: every way to be wrong is caught, what is right is not."""

from datetime import date

import pytest

from tellings import flow
from tellings.model.check import CheckedSentence
from tellings.model.document import Document, Published
from tellings.ports import RulesOnly

MONDAY = date(2031, 5, 5)
COURIER = """Ferry runs aground off Velmark

The ferry Orlan ran aground off Velmark on Monday, killing 14 people, the port authority said.

Mira Tolland, the harbour master of Velmark, said the captain would be questioned on Friday.

“Nobody was steering,” Tolland said.

The shipping company Tarn Lines denied that the crew had been drinking. It was the first accident in Velmark since 2019.

Harsk will pay for the repairs. President Ilse Marek of Harsk received Prime Minister Joren Brul on Sunday.
"""
LEDGER = """Grounded ferry: what is known

The ferry ran aground on Monday off Velmark. Captain Sel Dovan has not been questioned yet.

Tarn Lines was founded in 1988, and 32 buses were sent to Velmark.

The harbour fair was called off for the first time since 1946. Velmark will have no seat on the board. Brul has asked
for a seat on the board. The inquiry into the grounding is to report by June.
"""


def check(text: str) -> CheckedSentence:
    """The worst sentence of a draft of Tuesday."""
    day = Published(MONDAY, MONDAY, "metadata", why="given")
    docs = [
        Document(f"d{n}", f"{n}.txt", words, outlet=outlet, published=day)
        for n, (outlet, words) in enumerate((("Courier", COURIER), ("Ledger", LEDGER)))
    ]
    reports = flow.read_documents(docs, RulesOnly())
    tuesday = Published(date(2031, 5, 6), date(2031, 5, 6), "metadata", why="given")
    drafts = flow.read_documents([Document("draft", "draft.txt", text, published=tuesday)], RulesOnly())
    ((checked, *_),) = flow.check_against(drafts, reports)
    return checked


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Orlan ran aground off Velmark on 5 May.",
        "Tarn Lines was founded in 1988.",
        "“Nobody was steering,” said Mira Tolland, the harbour master of Velmark.",
        "Tarn Lines denied that the crew had been drinking.",
        "President Ilse Marek received Prime Minister Joren Brul.",
        "The harbour fair was cancelled for the first time since 1946.",
        "The captain would be questioned on Friday, according to Mira Tolland.",
        "Velmark will not have a seat on the board.",
        "A harbour master said that “nobody was steering”.",
        "Fourteen people died when the ferry ran aground.",
    ],
)
def test_what_the_reports_say_is_supported(text: str) -> None:
    checked = check(text)

    assert checked.verdict == "supported", checked.why
    assert all(e.text for e in checked.evidence)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ferry Orlan ran aground off Velmark, killing 41 people.", "14"),
        ("The ferry Orlan ran aground off Velmark on 2 May.", "Monday"),
        ("Tarn Lines was founded in 1998.", "1988"),
        ("“Nobody was steering,” Sel Dovan said.", "Tolland"),
        ("“Nobody was looking,” Mira Tolland said.", "Nobody was steering"),
        ("Mira Tolland, the president of Harsk, said the captain would be questioned.", "harbour master"),
        ("Tarn Lines admitted that the crew had been drinking.", "denied"),
        ("Velmark will have a seat on the board.", "deny"),
        ("The inquiry into the grounding has reported.", "expected"),
        ("Harsk paid for the repairs.", "expected"),
        ("Joren Brul received Ilse Marek on Sunday.", "Marek"),
        ("All outlets report that 32 buses were sent to Velmark.", "1 of 2"),
    ],
)
def test_what_the_reports_put_otherwise_is_contradicted_with_their_words(text: str, told: str) -> None:
    checked = check(text)

    assert checked.verdict == "contradicted", checked.why
    assert told in checked.why + " ".join(e.text for e in checked.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Harsk has paid for the repairs.",
        "It was the second accident in Velmark since 2019.",
        "Alda Quorn, a passenger, swam ashore at Velmark.",
        "The ferry Orlan had been sold to Harsk in March.",
    ],
)
def test_nothing_else_passes(text: str) -> None:
    assert check(text).verdict in {"contradicted", "unsupported"}


def test_a_name_that_no_report_has_is_said() -> None:
    assert "no report names Alda Quorn" in check("The captain was Alda Quorn.").why.casefold().replace(
        "alda q", "Alda Q"
    )


def test_a_judgement_is_an_opinion() -> None:
    assert check("The company should have said more.").verdict == "opinion"


def test_what_cannot_be_tested_is_not_called_supported() -> None:
    assert check("So what?").verdict in {"opinion", "unsupported"}
