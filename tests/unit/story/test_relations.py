from collections.abc import Callable

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
