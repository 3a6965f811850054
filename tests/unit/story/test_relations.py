from collections.abc import Callable

import pytest

from tellings.model.brief import Brief

Make = Callable[..., Brief]


def told(brief: Brief) -> list[tuple[str, str, str, str]]:
    names = {actor.id: actor.name for actor in brief.entities}
    return [(names[r.source], r.action, names[r.target], r.status) for r in brief.relations]


def test_who_meets_whom_with_its_status(brief: Make) -> None:
    made = brief(("2031-03-04", "President Tovan Brul will meet Ilse Marek in Harsk. Ilse Marek praised Tovan Brul."))
    assert ("Tovan Brul", "meet", "Ilse Marek", "expected") in told(made)
    assert ("Ilse Marek", "praise", "Tovan Brul", "happened") in told(made)


def test_a_name_further_off_is_not_the_verbs_own(brief: Make) -> None:
    made = brief(("2031-03-04", "Tovan Brul spoke of the long quarrel that the ministers had over Ilse Marek."))
    assert told(made) == []


@pytest.mark.parametrize(
    "text",
    [
        "Orlan threatened European sanctions against Velmark on Monday.",
        "Orlan talks with Velmark collapsed on Monday.",
        "The visit to Orlan and meeting with Tovan Brul were praised by all.",
    ],
)
def test_a_noun_beside_a_name_is_no_deed(brief: Make, text: str) -> None:
    setting = "Velmark lies in the north. Orlan lies in the south. Premier Tovan Brul lives in Harsk."
    made = brief(("2031-03-04", f"{setting} {text}"))
    assert [row for row in told(made) if row[1] in {"sanction", "talk", "meet", "visit"}] == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Tovan Brul talks with Ilse Marek in Harsk.", ("Tovan Brul", "talk", "Ilse Marek", "under_way")),
        ("Tovan Brul is meeting Ilse Marek in Harsk.", ("Tovan Brul", "meet", "Ilse Marek", "under_way")),
        ("Tovan Brul plans to visit Ilse Marek.", ("Tovan Brul", "visit", "Ilse Marek", "expected")),
    ],
)
def test_a_verb_beside_a_name_is_a_deed(brief: Make, text: str, row: tuple[str, str, str, str]) -> None:
    setting = "President Tovan Brul lives in Harsk. Premier Ilse Marek lives in Orlan."
    assert row in told(brief(("2031-03-04", f"{setting} {text}")))
