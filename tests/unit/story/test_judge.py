from collections.abc import Callable

import pytest

from tellings.model.brief import Brief, Finding

Make = Callable[..., Brief]


def about(brief: Brief, *words: str) -> Finding:
    """The finding that puts two tellings with these words side by side."""
    found = [
        f
        for f in brief.findings
        if all(any(w in e.text for t in f.tellings for e in t.evidence) for w in words) and f.verdict != "single"
    ]
    assert found, [(f.verdict, f.about) for f in brief.findings]
    typed = [f for f in found if f.kind not in {"other", "attribution"}]
    return (typed or found)[0]


def test_two_counts_of_one_thing_conflict(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "The ministry of Orlan has sent 31 mobile pumps to Harsk for the flooded cellars of the town.",
        ),
        (
            "2031-03-04",
            "To drain the flooded cellars of Harsk, Orlan has sent 58 mobile pumps, local media reported.",
        ),
    )
    finding = about(made, "31 mobile pumps", "58 mobile pumps")
    assert finding.verdict == "conflict"
    assert "31 mobile pumps" in finding.why
    assert "58 mobile pumps" in finding.why
    assert finding.origins == 2


def test_one_report_among_several_that_agree_may_differ(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The raider drove a 25-tonne unmarked lorry along the promenade of Harsk."),
        ("2031-03-04", "Police in Harsk said that the 25-tonne lorry was hired on the coast by a stranger."),
        ("2031-03-05", "The raider in Harsk used a 19-tonne delivery lorry to reach the promenade along the sea."),
    )
    finding = about(made, "25-tonne", "19-tonne")
    assert finding.verdict == "conflict"
    assert finding.about.endswith("lorry: weight")


def test_a_sentence_that_tells_two_things_is_laid_beside_both(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "Premier Ilse Marek opened the rebuilt dam above Harsk, and the last families left the tents on the ridge.",
        ),
        ("2031-03-04", "The rebuilt dam above Harsk was opened by Premier Ilse Marek."),
        ("2031-03-04", "The last families have left the tents on the ridge, where they had wintered."),
    )
    assert about(made, "Premier Ilse Marek opened the rebuilt dam", "was opened by Premier Ilse Marek")
    assert about(made, "the last families left the tents", "The last families have left the tents")


def test_records_over_different_spans_are_compatible(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "Harsk has seen its worst flood in more than a decade, and the dam is closed to all."),
        ("2031-03-04", "The mayor spoke of the worst flood in the history of the town, with tents on every roof."),
        ("2031-03-05", "Schools will open next week after the worst flood on record, a clerk wrote."),
    )
    finding = about(made, "worst flood in more than a decade", "worst flood on record")
    assert finding.verdict == "compatible"
    assert "different spans of time" in finding.why


@pytest.mark.parametrize("second", ["did not sign", "refused to sign"])
def test_a_deed_and_its_denial_do_not_agree(brief: Make, second: str) -> None:
    made = brief(
        ("2031-03-04", "Premier Ilse Marek signed the water treaty with Velmark in the old customs house."),
        ("2031-03-04", f"Premier Ilse Marek {second} the water treaty with Velmark in the old customs house."),
    )
    finding = about(made, "Marek signed the water treaty", f"Marek {second} the water treaty")
    assert finding.verdict == "compatible"
    assert "negative" in finding.why


def test_opposite_verbs_do_not_agree(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The council of Harsk approved the plan for a second tunnel under the glacier."),
        ("2031-03-04", "The council of Harsk rejected the plan for a second tunnel under the glacier."),
    )
    finding = about(made, "Harsk approved the plan", "Harsk rejected the plan")
    assert finding.verdict == "compatible"
    assert "read both" in finding.why


def test_lengths_of_time_are_compared(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The strike of the lock keepers at Harsk lasted three weeks and cost the port dear."),
        ("2031-03-04", "Lock keepers at Harsk were on strike: the strike at the port lasted five weeks."),
    )
    finding = about(made, "lasted three weeks", "lasted five weeks")
    assert finding.kind == "duration"
    assert finding.verdict == "conflict"


def test_one_length_in_two_units_agrees(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The state of emergency in Harsk was extended by three months on Monday."),
        ("2031-03-04", "On Monday the state of emergency in Harsk was extended by 90 days."),
    )
    assert about(made, "three months", "90 days").verdict == "agree"


def test_numbers_one_report_gives_side_by_side_are_of_two_things(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "A fire in the school of Harsk killed 20 children and six adults."),
        ("2031-03-04", "In the fire in the school of Harsk 27 people were killed, 20 of them children."),
    )
    assert not [f for f in made.findings if f.verdict in {"conflict", "updated"}]


def test_a_toll_that_rises_is_updated(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "At least 9 people were killed when the dam above Harsk failed."),
        ("2031-03-05", "Fourteen people were killed in the failure of the dam above Harsk, officials said."),
        ("2031-03-07", "The death toll of the dam failure above Harsk has risen to 17 people."),
    )
    assert about(made, "At least 9", "17").verdict == "updated"


def test_rounder_words_for_one_number_are_compatible(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "More than 200 houses in the old town of Harsk were flooded by the dam."),
        ("2031-03-04", "The dam flooded 214 houses in the old town of Harsk."),
    )
    assert about(made, "More than 200 houses", "214 houses").verdict == "compatible"


def test_the_same_number_in_figures_and_words_agrees(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The army sent forty buses to take the people of Harsk to the hills."),
        ("2031-03-04", "People of Harsk were taken to the hills in 40 buses that the army sent."),
    )
    assert about(made, "forty buses", "40 buses").verdict == "agree"


def test_firsts_over_different_spans_never_conflict(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "It is the first meeting of Premier Ilse Marek and President Tovan Brul since February."),
        ("2031-03-04", "It would be the second meeting of Premier Ilse Marek and President Tovan Brul this year."),
        ("2031-03-04", "It is the first meeting of Premier Ilse Marek and President Tovan Brul since the border war."),
    )
    assert {f.verdict for f in made.findings} <= {"compatible", "agree", "single"}


def test_founders_and_members_are_two_facts(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "The Tern Pact was founded in 1996 by Orlan, Tarnia, Velmark and Sudria for the river.",
        ),
        (
            "2031-03-04",
            "The Tern Pact is made up of Orlan, Tarnia, Velmark, Sudria, Ostel, Brevia, Kaldor, Minsen and Harrow.",
        ),
    )
    assert all(len(f.tellings) == 1 for f in made.findings if f.kind == "membership")


def test_a_value_both_reports_give_is_no_conflict_with_another_they_give(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "Orlan Steel raised its offer for Tarn Works to 82 crowns a share from 70 crowns a share."),
        ("2031-03-04", "Orlan Steel raised its offer for Tarn Works from 70 crowns a share to 82 crowns a share."),
    )
    assert "conflict" not in {f.verdict for f in made.findings}


def test_copies_of_one_text_are_one_origin(brief: Make) -> None:
    text = (
        "The ministry of Orlan has sent 31 mobile pumps to Harsk for the flooded cellars of the town. Engineers from"
        " the capital will set them up by the weekend and stay until the water has gone."
    )
    made = brief(("2031-03-04", text), ("2031-03-05", text + " Schools stay closed."))
    assert {f.origins for f in made.findings} == {1}
    assert {f.verdict for f in made.findings} == {"single"}


@pytest.mark.parametrize("swap", [False, True])
def test_the_order_of_reports_changes_nothing(brief: Make, swap: bool) -> None:
    reports = [
        ("2031-03-04", "Orlan has sent 31 mobile pumps to Harsk for the flooded cellars."),
        ("2031-03-05", "Orlan has sent 58 mobile pumps to Harsk for the flooded cellars."),
    ]
    made = brief(*(reversed(reports) if swap else reports))
    assert sorted((f.verdict, f.kind, f.why.count("pumps")) for f in made.findings if f.verdict == "conflict") == [
        ("conflict", "number", 2)
    ]
