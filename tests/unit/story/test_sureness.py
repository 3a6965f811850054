"""What is perhaps of one thing is told apart from what is."""

from pathlib import Path

from tellings.exports.outline import outline
from tellings.flow import brief_story, read_documents
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.story import Story
from tellings.ports import RulesOnly
from tellings.readers.sources import read_sources


def brief(*texts: str) -> Brief:
    docs = [Document(f"d{n}", f"{n}.txt", text, outlet=f"Outlet {n}") for n, text in enumerate(texts, start=1)]
    return brief_story(Story("s1", "Tunnel", tuple(d.id for d in docs)), read_documents(docs, RulesOnly()))


def test_ages_of_two_people_are_not_compared() -> None:
    told = brief(
        "The race in Tarn was stopped. Ilse Marek, 35, crashed in the rain at Tarn on Sunday.",
        "The race in Tarn was stopped. Oren Velm, 37, crashed in the rain at Tarn on Sunday.",
    )
    assert not [f for f in told.findings if f.about.startswith("age") and f.verdict != "single"]


def test_ages_of_one_person_are() -> None:
    told = brief(
        "The race in Tarn was stopped. Ilse Marek, 35, crashed in the rain at Tarn on Sunday.",
        "The race in Tarn was stopped. The 36-year-old driver Ilse Marek hit a wall in Tarn on Sunday.",
    )
    (age,) = [f for f in told.findings if f.about.startswith("age") and f.verdict != "single"]
    assert {telling.value for telling in age.tellings} == {"35", "36"}
    assert age.about == "age of Ilse Marek"


def test_what_is_perhaps_of_one_thing_says_so_and_is_told_behind_the_rest() -> None:
    folder = Path(__file__).parents[3] / "examples" / "harsk_dam"
    documents = [doc for doc in read_sources([str(folder)])[0] if isinstance(doc, Document)]
    told = brief_story(Story("s1", "Dam", tuple(d.id for d in documents)), read_documents(documents, RulesOnly()))
    compared = outline(told, documents).compared
    sure = [finding.sure for finding in compared]
    assert sure == sorted(sure, reverse=True)
    assert 0 < sum(sure) < len(sure)
    assert all("not sure" in f.why for f in compared if not f.sure and f.kind != "date")
    assert not any(f.verdict == "conflict" for f in compared if not f.sure)


def test_the_summary_says_nothing_that_is_not_sure() -> None:
    told = brief(
        "The bridge at Harsk closed on 3 May 2031. The Velmark span carries 2,900 tonnes, said Ilse Marek of Velmark.",
        "The bridge at Harsk closed on 3 May 2031. The Orlan span carries 5,100 tonnes, said Oren Tal of Orlan.",
    )
    assert not any("Reports differ" in statement.text for statement in told.summary)


def test_the_number_of_a_name_counts_nothing() -> None:
    text = (
        "The Kestrel 9 rockets landed. On lap 69 Marek passed Tal. In Harsk 30 houses burned. "
        "On Tuesday 12 shops closed. The 7 cars burned."
    )
    (reading,) = read_documents([Document("d1", "1.txt", text)], RulesOnly())
    assert [c.value for c in reading.claims if c.kind == "number"] == [30, 12, 7]


def test_who_hands_over_some_hands_over_no_more() -> None:
    (reading,) = read_documents([Document("d1", "1.txt", "The guards handed over 21 prisoners in Harsk.")], RulesOnly())
    (count,) = reading.quantities
    assert (count.value, count.approx) == (21, "exact")


def test_kin_is_no_office() -> None:
    told = brief(
        "Mayor Ilse Marek spoke in Harsk. Ilse Marek, wife of Oren Tal, said so.",
        "Ilse Marek, wife of the pilot, spoke in Harsk on Monday.",
    )
    offices = [t.value for f in told.findings if f.about.startswith("the office") for t in f.tellings]
    assert not [words for words in offices if "wife" in words]


def test_the_toll_of_one_event_is_sure_whoever_each_report_names_beside_it() -> None:
    told = brief(
        "Nine dead as bridge falls at Harsk\n\nNine people were killed when the Harsk bridge fell, Ilse Marek said.",
        "Twelve dead as bridge falls at Harsk\n\nTwelve people were killed in its fall, said Oren Tal of Velmark.",
        "Bridge toll rises to 12\n\nThe number of people killed rose to 12 in the night, Jon Brul of Orlan said.",
    )
    (toll,) = [f for f in told.findings if f.about == "people killed" and f.verdict != "single"]

    assert {telling.value for telling in toll.tellings} == {"9", "12"}
    assert toll.sure
