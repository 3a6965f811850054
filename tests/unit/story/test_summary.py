from collections.abc import Callable

from tellings.model.brief import Brief

Make = Callable[..., Brief]

LEAD = "The old dam above Harsk failed on Tuesday and flooded the lower town of Harsk with water from the lake."
REPORTS = (
    (
        "2031-03-04",
        f"{LEAD} He said it was the cracks. Engineers had warned the council of cracks in the spillway of the dam.",
    ),
    (
        "2031-03-05",
        "The old dam above Harsk failed on Tuesday, flooding the lower town of Harsk with lake water. “It came at"
        " night,” said Mila Tarr, a baker. Engineers had warned the council that the spillway of the dam had cracks.",
    ),
)


def test_nothing_is_said_twice_and_nothing_dangles(brief: Make) -> None:
    lines = [s.text for s in brief(*REPORTS).summary]
    assert sum("failed on Tuesday" in line for line in lines) == 1
    assert sum("spillway" in line for line in lines) == 1
    assert not any(line.startswith("He ") for line in lines)


def test_every_line_is_words_of_its_first_source(brief: Make) -> None:
    for line in brief(*REPORTS).summary:
        assert line.text.replace(" [4 March 2031]", "") == " ".join(line.evidence[0].text.split())


def test_a_relative_day_gets_its_date_in_brackets(brief: Make) -> None:
    assert any("Tuesday [4 March 2031]" in line.text for line in brief(*REPORTS).summary)


def test_a_conflict_is_said_in_the_summary(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "Orlan has sent 31 mobile pumps to Harsk for the flooded cellars."),
        ("2031-03-05", "Orlan has sent 58 mobile pumps to Harsk for the flooded cellars."),
    )
    (line,) = made.summary
    assert line.text.endswith("[Reports differ: “31 mobile pumps” (Outlet 0)]")
    assert {e.doc for e in line.evidence} == {"d0", "d1"}


def test_a_pronoun_gets_the_name_the_report_gives_it(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "Ilse Marek, the mayor of Harsk, opened the new bridge over the river Tarn on Tuesday morning."
            " She said the council had paid 40 builders for three years and would now lower the taxes.",
        )
    )
    assert any(line.text.startswith("She [Ilse Marek] said the council") for line in made.summary)


def test_what_is_known_to_nobody_is_left_out(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "The old bridge over the river Tarn at Harsk was closed to all traffic on Tuesday morning."
            " The group wants the old bridge over the river Tarn at Harsk to be opened again soon."
            " Addressing this demand, the council of Harsk has asked the bridge office for a report.",
        )
    )
    assert [line.text[:14] for line in made.summary] == ["The old bridge"]


def test_a_late_report_of_a_side_matter_does_not_open_the_summary(brief: Make) -> None:
    late = ("2031-03-09", "Gulls were counted on the roofs of Orlan by schoolchildren with paper and pencils.")
    assert brief(*REPORTS, late).summary[0].text.startswith("The old dam above Harsk failed")


def test_news_of_the_last_day_opens_it(brief: Make) -> None:
    late = (
        "2031-03-09",
        "The old dam above Harsk that flooded the lower town will not be built again, said the council.",
    )
    assert brief(*REPORTS, late).summary[0].text.startswith("The old dam above Harsk that flooded")


def test_only_sentences_that_say_nearly_the_same_are_cited_beside_it(brief: Make) -> None:
    made = brief(*REPORTS)
    (lead,) = [s for s in made.summary if "failed on Tuesday" in s.text]
    assert {e.doc for e in lead.evidence} == {"d0", "d1"}
    assert all("failed on Tuesday" in e.text for e in lead.evidence)
