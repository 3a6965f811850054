from collections.abc import Callable

from tellings.model.brief import Brief, Finding

FIRST = 'The dam above Harsk failed. "We had warned of cracks in the spillway for nine years," said Mayor Ilse Marek.'


def said(brief: Brief) -> list[Finding]:
    return [f for f in brief.findings if f.verdict != "single" and f.about.startswith(("Ilse Marek: ", "who said"))]


def test_the_same_words_of_one_speaker_agree_and_keep_each_wording(brief: Callable[..., Brief]) -> None:
    other = 'Water stood in the cellars. Ilse Marek said: "We had warned of cracks in the old spillway for nine years."'
    [found] = said(brief(("2031-03-04", FIRST), ("2031-03-05", other)))
    assert (found.verdict, found.origins) == ("agree", 2)
    assert found.about.startswith("Ilse Marek: We had warned")
    assert {t.attributed_to for t in found.tellings} == {"Ilse Marek"}
    assert sorted(t.documents for t in found.tellings) == [("d0",), ("d1",)]


def test_a_denial_of_the_same_words_is_read_beside_them(brief: Callable[..., Brief]) -> None:
    other = "Water stood in the cellars. Mayor Ilse Marek said that she had never warned of cracks in the spillway."
    [found] = said(brief(("2031-03-04", FIRST), ("2031-03-05", other)))
    assert found.verdict == "compatible"


def test_other_words_of_one_speaker_are_not_put_together(brief: Callable[..., Brief]) -> None:
    other = 'Water stood in the cellars. "Nobody sleeps in the lower town tonight," said Mayor Ilse Marek.'
    assert said(brief(("2031-03-04", FIRST), ("2031-03-05", other))) == []


def test_one_report_alone_makes_no_comparison(brief: Callable[..., Brief]) -> None:
    assert said(brief(("2031-03-04", FIRST + " " + FIRST))) == []


def test_words_given_to_two_people_are_a_conflict(brief: Callable[..., Brief]) -> None:
    other = '"We had warned of cracks in the spillway for nine years," said Tovan Brul, an engineer of Orlan.'
    [found] = [f for f in said(brief(("2031-03-04", FIRST), ("2031-03-05", other))) if "who said" in f.about]
    assert found.verdict == "conflict"
    assert "Ilse Marek and to Tovan Brul" in found.why


def test_who_quotes_another_is_no_conflict(brief: Callable[..., Brief]) -> None:
    other = (
        "Tovan Brul read out what Ilse Marek had written.\n\n"
        '"We had warned of cracks in the spillway for nine years," said Tovan Brul.'
    )
    found = [f for f in said(brief(("2031-03-04", FIRST), ("2031-03-05", other))) if "who said" in f.about]
    assert [f.verdict for f in found] == ["compatible"]


def test_an_office_and_its_holder_may_be_one_voice(brief: Callable[..., Brief]) -> None:
    other = '"We had warned of cracks in the spillway for nine years," said a spokesman of the Harsk council.'
    found = said(brief(("2031-03-04", FIRST), ("2031-03-05", other)))
    assert {f.verdict for f in found} <= {"agree", "compatible"}
    assert not [f for f in found if "who said" in f.about]


DENIED = "Water stood in the cellars. Mayor Ilse Marek denied on Friday that the spillway of the dam had been opened."


def test_a_denial_keeps_its_verb(brief: Callable[..., Brief]) -> None:
    other = (
        "The cellars are dry. Mayor Ilse Marek again denied that the spillway of the dam had been opened on purpose."
    )
    [found] = said_of(brief(("2031-03-04", DENIED), ("2031-03-05", other)))
    assert all(t.text.startswith("Ilse Marek denied") for t in found.tellings)
    assert all("denied" in e.text for t in found.tellings for e in t.evidence)
    assert "denies" in found.why


def test_a_denial_and_its_words_do_not_agree(brief: Callable[..., Brief]) -> None:
    other = "The cellars are dry. Mayor Ilse Marek said that the spillway of the dam had been opened on purpose."
    [found] = said_of(brief(("2031-03-04", DENIED), ("2031-03-05", other)))
    assert found.verdict == "compatible"
    assert "denies" in found.why


def test_denials_of_different_things_are_not_put_together(brief: Callable[..., Brief]) -> None:
    other = "The cellars are dry. Mayor Ilse Marek denied that her policy had put the spillway under strain."
    assert said_of(brief(("2031-03-04", DENIED), ("2031-03-05", other))) == []


def said_of(brief: Brief) -> list[Finding]:
    return [f for f in brief.findings if f.verdict != "single" and f.about.startswith("Ilse Marek")]
