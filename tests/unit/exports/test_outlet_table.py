"""Facts by outlet: who says what, and where it stands against the others."""

from dataclasses import replace
from datetime import date

from tellings.exports.outlet_table import OutletTable, lay_table
from tellings.exports.outline import Source
from tellings.model.brief import BriefDocument, Finding, Telling, Verdict
from tellings.model.document import Published
from tellings.model.span import Evidence


def source(number: int, outlet: str) -> Source:
    day = date(2031, 5, number)
    doc = BriefDocument(
        f"d{number}", f"{number}.txt", outlet or None, None, None, (), None, "article",
        Published(day, day, "metadata"), (),
    )  # fmt: skip
    return Source(number, outlet, outlet or f"Report {number}", f"Report {number}", doc, None)


def telling(value: str, *numbers: int, by: str | None = None) -> Telling:
    words = f"{value} pumps"
    evidence = tuple(Evidence(f"d{n}", 10, 10 + len(words), words) for n in numbers)
    return Telling(value, None, words, tuple(f"d{n}" for n in numbers), by, evidence)


def finding(verdict: Verdict, *tellings: Telling) -> Finding:
    return Finding("f1", "pumps", "number", verdict, len(tellings), tellings, "why")


SOURCES = (source(1, "Orlan Courier"), source(2, "Tarn Post"), source(3, "orlan courier"), source(4, ""))


def stands(table: OutletTable) -> list[list[tuple[str, str]]]:
    (row,) = table.rows
    return [[(said.stand, said.letter) for said in cell] for cell in row.cells]


def test_reports_of_one_outlet_share_a_column_and_one_without_has_its_own() -> None:
    table = lay_table([finding("agree", telling("six", 1, 2, 3, 4))], SOURCES, most=8)

    assert [(c.label, c.numbers) for c in table.columns] == [
        ("Orlan Courier", (1, 3)), ("Tarn Post", (2,)), ("Report 4", (4,)),
    ]  # fmt: skip
    assert stands(table) == [[("agrees", "")]] * 3
    assert [e.doc for e in table.rows[0].cells[0][0].evidence] == ["d1", "d3"]


def test_sides_of_a_conflict_have_letters_and_stand_beside_each_other() -> None:
    many = [source(n, f"Outlet {n}") for n in range(1, 10)]
    alike = finding("agree", telling("two", *range(1, 9)))
    table = lay_table([alike, finding("conflict", telling("six", 8, 7), telling("nine", 9))], many, most=4)

    assert {c.label for c in table.columns[:2]} == {"Outlet 8", "Outlet 9"}
    letters = {c.label: [s.letter for s in cell] for c, cell in zip(table.columns, table.rows[1].cells, strict=True)}
    assert letters["Outlet 9"] == ["B"]
    assert letters["Outlet 8"] == ["A"]
    assert len(table.others) == 5


def test_what_moved_on_is_earlier_and_newer() -> None:
    table = lay_table([finding("updated", telling("six", 1), telling("nine", 2, 3))], SOURCES, most=8)

    cells = dict(zip([c.label for c in table.columns], stands(table), strict=True))
    assert cells["Orlan Courier"] == [("earlier", ""), ("newer", "")]
    assert cells["Tarn Post"] == [("newer", "")]


def test_the_value_that_most_give_agrees_and_another_differs() -> None:
    table = lay_table([finding("compatible", telling("over five", 4), telling("six", 1, 2))], SOURCES, most=8)

    cells = dict(zip([c.label for c in table.columns], stands(table), strict=True))
    assert cells == {"Orlan Courier": [("agrees", "")], "Tarn Post": [("agrees", "")], "Report 4": [("differs", "")]}
    assert table.stands == ("agrees", "differs")


def test_columns_can_be_chosen_and_names_that_are_none_are_no_choice() -> None:
    rows = [finding("agree", telling("six", 1, 2, 4))]

    assert [c.key for c in lay_table(rows, SOURCES, most=8, chosen=("tarn post", "<b>")).columns] == ["tarn post"]
    assert len(lay_table(rows, SOURCES, most=8, chosen=("<b>",)).columns) == 3


def test_days_are_said_as_days_and_whose_word_it_is_once() -> None:
    day = replace(telling("2031-05-09/2031-05-10", 1, by="the mayor of Tarn"), text="on Friday, the mayor said")
    told = replace(finding("agree", day), kind="date")
    ((said,),) = lay_table([told], SOURCES, most=8).rows[0].cells

    assert said.words == "9–10 May 2031"
    assert said.attributed_to == "the mayor of Tarn"
    named = replace(day, text="Friday, said the mayor of Tarn")
    ((said,),) = lay_table([replace(told, tellings=(named,))], SOURCES, most=8).rows[0].cells
    assert said.attributed_to == ""
