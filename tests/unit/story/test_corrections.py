from collections.abc import Callable

import pytest

from tellings.model.brief import Brief
from tellings.model.reading import Reading
from tellings.story.corrections import find_notices

BODY = "The old dam above Harsk failed on Tuesday and killed 14 people, flooding the lower town of the valley.\n\n"
NOTICE = "Correction: An earlier version of this article said that the dam failed on Monday. It failed on Tuesday."


@pytest.mark.parametrize(
    "notice",
    [
        NOTICE,
        "An earlier version of this story misstated the age of the dam. It is 70 years old, not 60.",
        "Correction (March 4, 2031): The dam belongs to Orlan, not to Velmark.",
        "This item has been corrected to show that the name is spelled Tarn, not Tern.",
        "Clarification: The mayor spoke before the flood.",
        "• This article was amended on 4 March 2031. An earlier version said Velmark owned the dam.",
        "This article originally said the dam was built in Tarn. It was built in Orlan.",
        "CORRECTION:\n\nA previous version of this report gave the wrong river. It is the Tarn.",
    ],
)
def test_a_notice_is_found(read: Callable[..., tuple[Reading, ...]], notice: str) -> None:
    [reading] = read(("2031-03-04", BODY + notice))
    [span] = find_notices(reading)
    assert reading.document.text[span.start : span.end].strip(" •") == notice.strip(" •")


@pytest.mark.parametrize(
    "line",
    [
        "An earlier version of the bill said that dams belong to the towns below them.",
        "The ministry issued a correction of its figures on Thursday evening.",
        "This story has many beginnings, said the mayor of Harsk, and none of them is the rain.",
    ],
)
def test_other_corrections_are_no_notices(read: Callable[..., tuple[Reading, ...]], line: str) -> None:
    assert find_notices(read(("2031-03-04", BODY + line))[0]) == ()


def test_a_notice_is_told_once_and_is_no_statement_on_the_story(brief: Callable[..., Brief]) -> None:
    made = brief(("2031-03-04", BODY + NOTICE), ("2031-03-05", "Water stood in the cellars.\n\n" + BODY + NOTICE))
    [found] = [f for f in made.findings if f.about.startswith("correction")]
    assert (found.verdict, found.tellings[0].documents) == ("updated", ("d0", "d1"))
    others = [e.text for f in made.findings if f is not found for t in f.tellings for e in t.evidence]
    assert not [words for words in others if "Monday" in words]
    assert not [entry for entry in made.timeline if any("Monday" in e.text for e in entry.evidence)]


def test_a_withdrawn_count_is_no_conflict(brief: Callable[..., Brief]) -> None:
    old = "The failure of the old dam above Harsk killed 19 engineers of the river authority on Tuesday evening.\n\n"
    new = old.replace("19", "12")
    notice = (
        "Correction: An earlier version of this article said 19 engineers were killed. The dam killed 12 engineers."
    )
    plain = [f for f in brief(("2031-03-04", old), ("2031-03-04", new)).findings if f.verdict == "conflict"]
    assert len(plain) == 1
    made = brief(("2031-03-04", old), ("2031-03-04", new + notice))
    assert not [f for f in made.findings if f.verdict == "conflict"]
    [found] = [f for f in made.findings if "corrected this" in f.why]
    assert found.verdict == "updated"
    assert any("Correction:" in t.text for t in found.tellings)
