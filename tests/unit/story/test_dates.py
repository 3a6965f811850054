"""Which days a comparison gives each report."""

from collections.abc import Callable

from tellings.model.brief import Brief

Make = Callable[..., Brief]


def test_each_report_is_given_the_days_of_its_own_words(brief: Make) -> None:
    made = brief(
        ("2031-05-05", "Premier Ilse Marek will meet President Tovan Brul in Harsk on 15-16 May."),
        ("2031-05-05", "Premier Ilse Marek is to meet President Tovan Brul in Harsk on 15 May."),
    )
    days = {
        telling.documents: telling.value
        for finding in made.findings
        if finding.kind == "date" and finding.about.startswith("when: Premier")
        for telling in finding.tellings
    }
    assert days == {("d0",): "2031-05-15/2031-05-16", ("d1",): "2031-05-15"}


def test_equal_days_are_the_same(brief: Make) -> None:
    made = brief(
        ("2031-05-05", "Premier Ilse Marek will meet President Tovan Brul in Harsk on 15 May."),
        ("2031-05-06", "Premier Ilse Marek is to meet President Tovan Brul in Harsk on 15 May, her office said."),
    )
    [found] = [f for f in made.findings if f.kind == "date" and f.verdict == "agree"]
    assert {telling.value for telling in found.tellings} == {"2031-05-15"}


def test_a_heading_does_not_begin_with_a_pronoun(brief: Make) -> None:
    made = brief(
        ("2031-05-05", "The Harsk dam stands above Velmark. It is 61 metres high."),
        ("2031-05-05", "The Harsk dam above Velmark, which is 61 metres high, has four gates."),
    )
    [found] = [f for f in made.findings if f.kind == "number" and f.verdict == "agree"]
    assert not found.about.startswith("It ")
