from collections.abc import Callable

import pytest

from tellings.flow import tell_story
from tellings.model.brief import Brief
from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.story.align import align, bucket, compare_by, weigh_stems
from tellings.story.facts import Fact, lay_out
from tellings.story.likeness import NUMBER, STATEMENT, densest, number_features, precision, statement_features

Read = Callable[..., tuple[Reading, ...]]
Make = Callable[..., Brief]


def facts_of(readings: tuple[Reading, ...], sort: str) -> tuple[list[Fact], Callable[[Fact, Fact], float]]:
    told = tell_story(Story("s", "s", tuple(r.document.id for r in readings)), readings)
    facts = lay_out(told)
    return [f for f in facts if bucket(f)[0] == sort], compare_by(facts, weigh_stems(told))


def test_words_that_stand_together_weigh_more_than_words_far_apart() -> None:
    weigh = {"dam": 3.0, "gate": 4.0, "rust": 5.0}
    near = [("dam", 1), ("gate", 2), ("rust", 3)]
    far = [("dam", 1), ("gate", 12), ("rust", 13)]
    assert densest(near, near, weigh, set(), 9) == (12.0, 12.0, 3)
    assert densest(near, far, weigh, {"gate"}, 9) == (9.0, 5.0, 2)


def test_one_shared_word_is_no_density() -> None:
    assert densest([("dam", 1)], [("dam", 4)], {"dam": 3.0}, set(), 9) == (0.0, 0.0, 0)


@pytest.mark.parametrize(
    ("value", "telling"), [(9.0, 0.0), (20.0, 0.5), (276.0, 2.5), (100000.0, 1.0), (121e9, 3.0), (0.5, 0.0)]
)
def test_a_number_of_many_digits_is_telling(value: float, telling: float) -> None:
    assert precision(value) == telling


def test_every_feature_has_a_weight(read: Read) -> None:
    readings = read(
        ("2031-03-04", "Ilse Marek opened the rusted sluice gate at Harsk. 31 pumps were sent."),
        ("2031-03-04", "The rusted sluice gate at Harsk was opened by Ilse Marek. 58 pumps were sent."),
    )
    (a, b, *_), _ = facts_of(readings, "statement")
    weigh = dict.fromkeys([s for f in (a, b) for s, _ in f.stems], 1.0)
    assert {*statement_features(a, b, weigh), "bias"} == set(STATEMENT)
    (a, b), _ = facts_of(readings, "number")
    weigh = dict.fromkeys([s for f in (a, b) for s, _ in f.stems], 1.0)
    assert {*number_features(a, b, weigh, {"d0": {31.0}, "d1": {58.0}}), "bias"} == set(NUMBER)


def test_what_a_long_sentence_says_in_passing_is_found(read: Read) -> None:
    readings = read(
        (
            "2031-03-04",
            "Officials told people to stay at home and called off all further festivities in Orlan, among them a"
            " harvest fair, two regattas and a concert of the singer Velna Oss on Friday.",
        ),
        (
            "2031-03-04",
            "A concert of the singer Velna Oss was called off. The bakery on the old market square will open at noon"
            " tomorrow.",
        ),
    )
    facts, alike = facts_of(readings, "statement")
    (long,) = (f for f in facts if f.member.doc == "d0" and "regatta" in dict(f.stems))
    (concert,) = (f for f in facts if f.member.doc == "d1" and "concert" in dict(f.stems))
    (bakery,) = (f for f in facts if f.member.doc == "d1" and "market" in dict(f.stems))
    assert alike(long, concert) > 0.3 > alike(long, bakery)


def test_other_things_are_not_one_count(read: Read) -> None:
    readings = read(
        ("2031-03-04", "Orlan gave 40 buses for the guests of the Harsk summit."),
        ("2031-03-04", "For the guests of the Harsk summit Orlan gave 150 limousines."),
    )
    (a, b), alike = facts_of(readings, "number")
    assert alike(a, b) == 0


def test_small_equal_numbers_alone_are_no_evidence(read: Read) -> None:
    readings = read(
        ("2031-03-04", "Nine climbers reached the hut above Tarn."),
        ("2031-03-04", "The Velmark league has nine members."),
    )
    (a, b), alike = facts_of(readings, "number")
    assert alike(a, b) == 0


def test_a_measure_in_two_units_is_one_value(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The 30-metre wooden tower at Harsk fell in the storm on Monday."),
        ("2031-03-04", "In the storm on Monday the 100ft wooden tower at Harsk fell."),
    )
    verdicts = {f.verdict for f in made.findings if f.kind == "number"}
    assert verdicts == {"agree"}


def test_nearly_and_about_one_figure_agree(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The new law gives nearly $370 billion to the river towns of Orlan."),
        ("2031-03-04", "River towns of Orlan get roughly $370 billion by the new law."),
    )
    assert {f.verdict for f in made.findings if f.kind == "number"} == {"agree"}


def test_about_a_precise_figure_leaves_little_open(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "The whole deal for the Harsk mill is worth some $146 billion with its debts."),
        ("2031-03-04", "With its debts the whole deal for the Harsk mill is worth $158.9 billion."),
    )
    assert {f.verdict for f in made.findings if f.kind == "number"} == {"conflict"}


def test_deaths_of_and_displacement_of_are_what_befell_people(read: Read) -> None:
    (reading,) = read(
        (
            "2031-03-04",
            "The league is blamed for the deaths of 20,000 people and the displacement of 2.3 million others.",
        )
    )
    assert [c.head for c in reading.claims if c.kind == "number"] == ["dead", "displaced"]


def test_each_number_goes_with_the_word_nearest_to_it(read: Read) -> None:
    (reading,) = read(("2031-03-04", "The flood killed 14 people and displaced 2,600 people in the valley."))
    assert [c.head for c in reading.claims if c.kind == "number"] == ["dead", "displaced"]


def test_one_deed_on_two_days_is_a_conflict(brief: Make) -> None:
    made = brief(
        ("2031-03-07", "A Velmark climber was crushed to death on Wednesday by the falling wooden tower of Harsk."),
        ("2031-03-07", "A Velmark climber was crushed to death on Thursday by the falling wooden tower of Harsk."),
    )
    (finding,) = [f for f in made.findings if f.kind == "date"]
    assert finding.verdict == "conflict"
    assert "5 March 2031" in finding.why
    assert "6 March 2031" in finding.why


def test_a_month_and_its_day_are_compatible(brief: Make) -> None:
    made = brief(
        ("2031-06-07", "The old wooden tower of Harsk was burnt down by raiders in April 2029."),
        ("2031-06-07", "Raiders burnt down the old wooden tower of Harsk on 14 April 2029."),
    )
    assert "compatible" in {f.verdict for f in made.findings if f.kind == "date"}


def test_what_was_said_on_two_days_is_no_conflict(brief: Make) -> None:
    made = brief(
        ("2031-03-07", "Ilse Marek denied on Wednesday that the gate of the Harsk dam was opened on purpose."),
        ("2031-03-07", "Ilse Marek denied on Thursday that the gate of the Harsk dam was opened on purpose."),
    )
    assert "conflict" not in {f.verdict for f in made.findings}


def test_a_toll_put_differently_on_one_day_was_rising(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "At least 60 people were killed when the dam above Harsk failed."),
        ("2031-03-04", "Seventy-seven people were killed when the dam above Harsk failed, a rescuer said."),
        ("2031-03-04", "The death toll of the dam failure above Harsk is 84 people."),
    )
    found = [f for f in made.findings if f.kind == "number" and len(f.tellings) > 1]
    assert [f.verdict for f in found] == ["updated"]


def test_alignment_does_not_hang_on_the_order_of_reports(read: Read) -> None:
    reports = [
        ("2031-03-04", "Orlan has sent 31 mobile pumps to the flooded cellars of Harsk."),
        ("2031-03-05", "For the flooded cellars of Harsk Orlan sent 58 mobile pumps."),
        ("2031-03-05", "Ilse Marek visited the flooded cellars of Harsk."),
    ]
    readings = read(*reports)
    told = tell_story(Story("s", "s", tuple(r.document.id for r in readings)), readings)
    again = tell_story(Story("s", "s", tuple(r.document.id for r in readings)), readings[::-1])
    assert align(told) == align(again)
