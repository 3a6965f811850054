"""Outlets beside each other on the same days, and places with the share of reports that name them."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from tellings.exports.outline import outline
from tellings.exports.pictures.coverage import HEIGHT, NOT_KNOWN, draw_coverage, say_panel
from tellings.exports.pictures.places import WIDTH, list_places
from tellings.model.brief import Actor, Brief
from tellings.model.document import Published
from tests import harbour


def _brief() -> Brief:
    return harbour.briefing().stories[0]


def test_each_outlet_has_its_reports_and_what_it_quotes_and_tells_alone() -> None:
    coverage = draw_coverage(outline(_brief(), harbour.DOCUMENTS))

    assert [panel.name for panel in coverage.panels] == ["Orlen Courier", "Vessa Ledger", NOT_KNOWN]
    assert [len(panel.sources) for panel in coverage.panels] == [1, 1, 1]
    assert say_panel(coverage.panels[2]).startswith("1 report, copied")
    assert coverage.words == "3 reports of 2 outlets, 5–6 May 2031"


def test_all_drawings_are_of_one_scale() -> None:
    brief = _brief()
    courier = brief.documents[0]
    more = [replace(courier, id=f"more{n}", location=f"more{n}") for n in range(3)]
    coverage = draw_coverage(outline(replace(brief, documents=(*brief.documents, *more)), harbour.DOCUMENTS))
    heights = {
        panel.name: max(float(bar.attrib["height"]) for bar in ElementTree.fromstring(panel.picture.svg).iter("rect"))
        for panel in coverage.panels
        if panel.picture
    }

    assert heights["Orlen Courier"] == 4 * heights["Vessa Ledger"] == HEIGHT - 4


def test_a_copy_is_drawn_apart() -> None:
    brief = _brief()
    copy = replace(brief.documents[0], id="copy", location="copy", copy_of=brief.documents[0].id, copied=1.0)
    coverage = draw_coverage(outline(replace(brief, documents=(brief.documents[0], copy)), ()))

    (panel,) = coverage.panels
    assert panel.picture is not None
    assert [bar.attrib["class"] for bar in ElementTree.fromstring(panel.picture.svg).iter("rect")] == ["own", "copied"]
    assert say_panel(panel).startswith("2 reports, 1 of them copied")


def test_without_days_there_is_no_drawing() -> None:
    brief = _brief()
    undated = tuple(replace(doc, published=Published()) for doc in brief.documents)
    coverage = draw_coverage(outline(replace(brief, documents=undated), ()))

    assert [panel.picture for panel in coverage.panels] == [None] * 3
    assert (coverage.first, coverage.words) == (None, "3 reports of 2 outlets")
    assert draw_coverage(outline(replace(brief, documents=()), ())).panels == ()


def test_days_far_apart_fit_into_the_drawing() -> None:
    brief = _brief()
    old = replace(brief.documents[0], published=Published(date(1, 1, 1), date(1, 1, 1), "metadata"))
    coverage = draw_coverage(outline(replace(brief, documents=(old, *brief.documents[1:])), ()))

    assert all(panel.picture for panel in coverage.panels[:2])


def test_places_come_by_the_reports_that_name_them() -> None:
    brief = _brief()
    often = Actor("often", "Aldmouth", "place", (), (), ("d1", "d2", "d3"), 9)
    entry = replace(brief.timeline[0], what="The Aldis runs aground near Aldmouth", place="often")
    told = outline(replace(brief, entities=(*brief.entities, often), timeline=(entry, *brief.timeline[1:])), ())
    first = list_places(told)[0]

    assert (first.place.name, first.picture.words) == ("Aldmouth", "named in 3 of 3 reports, 9 times")
    assert [e.what for e in first.entries] == [entry.what]
    widths = {
        e.attrib["class"]: float(e.attrib["width"]) for e in ElementTree.fromstring(first.picture.svg).iter("rect")
    }
    assert widths == {"whole": WIDTH, "part": WIDTH}
