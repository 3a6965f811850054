from collections.abc import Callable

from tellings.model.brief import Brief, Finding
from tellings.model.reading import Reading
from tellings.story.copies import find_copies
from tellings.story.origins import find_origins

WIRE = (
    "HARSK (AP) — The old dam above Harsk failed on Tuesday and killed 14 people. Engineers had warned for years of"
    " cracks in the spillway, which was built before the war and never renewed. Crews will search through the night."
)
OWN = (
    "Water stood in every cellar of lower Harsk. The failure of the dam killed 14 people, and few had heard of cracks."
)


def deaths(brief: Brief) -> Finding:
    [found] = [f for f in brief.findings if f.kind == "number" and f.verdict != "single" and "14" in f.tellings[0].text]
    return found


def test_reports_credited_to_one_agency_are_one_origin_by_its_name(read: Callable[..., tuple[Reading, ...]]) -> None:
    other = "By Ilse Marek, Associated Press\n\nThe mayor of Harsk wept on Wednesday when she saw the lower town."
    readings = read(("2031-03-04", WIRE), ("2031-03-05", other), ("2031-03-05", OWN))
    told = [(o.name, o.documents) for o in find_origins(readings, find_copies(readings))]
    assert told == [("Associated Press", ("d0", "d1")), ("Outlet 2", ("d2",))]


def test_a_copy_belongs_to_its_original(read: Callable[..., tuple[Reading, ...]]) -> None:
    plain = WIRE.replace("HARSK (AP) — ", "")
    readings = read(("2031-03-04", plain), ("2031-03-05", plain + " Schools stay closed."))
    [origin] = find_origins(readings, find_copies(readings))
    assert origin.documents == ("d0", "d1")
    assert "carries the text of another" in origin.why


def test_agreement_counts_the_agency_once(brief: Callable[..., Brief]) -> None:
    reprint = "By Ilse Marek, Associated Press\n\nThe dam above Harsk failed and killed 14 people, the second time."
    found = deaths(brief(("2031-03-04", WIRE), ("2031-03-05", reprint), ("2031-03-05", OWN)))
    assert (found.origins, found.named) == (2, ("Associated Press", "Outlet 2"))


def test_what_another_newsroom_is_cited_for_comes_from_it(brief: Callable[..., Brief]) -> None:
    cites = "The failure of the dam above Harsk killed 14 people, Outlet 0 reported. Schools stay closed on Monday."
    own = WIRE.replace("HARSK (AP) — ", "")
    found = deaths(brief(("2031-03-04", own), ("2031-03-05", cites)))
    assert (found.origins, found.named) == (1, ("Outlet 0",))


def test_a_fact_that_all_rest_on_one_word_has_one_origin(brief: Callable[..., Brief]) -> None:
    one = "The dam above Harsk failed on Tuesday. Mayor Ilse Marek said that the failure of the dam killed 14 people."
    other = "Water stood in the cellars of Harsk. The failure of the dam killed 14 people, Mayor Ilse Marek said."
    found = deaths(brief(("2031-03-04", one), ("2031-03-05", other)))
    assert (found.origins, found.named) == (1, ("Ilse Marek",))
    assert found.why.endswith("All rest on the word of Ilse Marek.")


def test_who_used_an_agency_counts_with_it_where_it_says_the_same(brief: Callable[..., Brief]) -> None:
    helped = OWN + "\n\nThe Associated Press contributed to this report."
    found = deaths(brief(("2031-03-04", WIRE), ("2031-03-05", helped)))
    assert (found.origins, found.named) == (1, ("Associated Press",))
