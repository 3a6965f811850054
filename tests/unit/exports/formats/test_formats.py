"""Every format: written for any brief, the same bytes again, read back by what reads it, and inert."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import icalendar
import NewsMLG2
import pymisp
import pypdfium2
import pytest
import stix2
import stix2validator
from pyarrow import parquet
from pyld import jsonld

from tellings.engines.parts import load_package
from tellings.exports.formats.as_events import find_type
from tellings.exports.formats.rows import COLUMNS
from tellings.exports.formats.table import FORMATS, name_of, write_as
from tellings.model.brief import Briefing, Generator
from tellings.model.document import Document
from tellings.readers.newsml import read_newsml
from tellings.readers.ninjs import read_ninjs
from tests import attacks, harbour


def load(name: str) -> Any:
    return load_package(name)


def write(name: str, *, hostile: bool = False, **more: Any) -> Any:
    briefing = harbour.briefing()
    documents: tuple[Document, ...] = harbour.DOCUMENTS
    if hostile:
        briefing, doc = attacks.briefing()
        documents = (doc,)
    return write_as(FORMATS[name], briefing, documents, load=load, **more)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_brief_gives_the_same_bytes(name: str) -> None:
    assert write(name) == write(name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_hostile_brief_and_none_at_all_are_written(name: str) -> None:
    assert write(name, hostile=True)
    empty = Briefing(Generator("0", ("rules",)), (), ())
    assert write_as(FORMATS[name], empty, (), load=load)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("html", "md", "txt", "json")])
def test_no_text_carries_what_acts_instead_of_showing(name: str) -> None:
    written = write(name, hostile=True)
    if isinstance(written, str):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e]", written)
        assert "javascript:alert(1)" not in re.findall(r'(?:href|url|uri)["=: ]+"?(javascript:[^"\s]*)', written)


def test_the_end_of_a_name_picks_the_format() -> None:
    assert [name_of(f"brief{form.suffix}") for form in FORMATS.values()] == list(FORMATS)
    assert name_of("a.EVENTS.CSV") == "events"
    assert name_of("a.doc") is None


def test_csv_has_the_words_of_every_line_where_they_stand() -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv").removeprefix("\ufeff"))))
    texts = {doc.id: doc.text for doc in harbour.DOCUMENTS}

    assert list(rows[0]) == list(COLUMNS)
    assert {row["section"] for row in rows} >= {"summary", "timeline", "status", "quotation", "finding", "role"}
    for row in rows:
        assert texts[row["doc"]][int(row["word_start"]) : int(row["word_end"])] == row["words"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
def test_csv_holds_no_formula(start: str) -> None:
    from tellings.exports.formats.as_csv import to_cell

    assert to_cell(f"{start}1+1").startswith("'")
    assert to_cell(-5) == "-5"
    assert to_cell(date(2031, 5, 5)) == "2031-05-05"


def test_parquet_has_the_rows_of_csv_with_their_types() -> None:
    table = parquet.read_table(io.BytesIO(write("parquet")))
    rows = list(csv.DictReader(io.StringIO(write("csv").removeprefix("\ufeff"))))

    assert table.column_names == list(COLUMNS)
    assert table.num_rows == len(rows)
    assert str(table.schema.field("start").type) == "date32[day]"
    assert str(table.schema.field("origins").type) == "int64"


def test_the_calendar_holds_what_is_expected_with_its_sources() -> None:
    written = write("ics")
    calendar = icalendar.Calendar.from_ical(written)
    event: Any = calendar.walk("VEVENT")[0]

    assert len(calendar.walk("VEVENT")) == 1
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert event["SUMMARY"] == "The ferry is towed to Vessa"
    assert event["DTSTART"].dt == date(2031, 5, 8)
    assert event["DTEND"].dt == date(2031, 5, 9)
    assert event["STATUS"] == "TENTATIVE"
    assert "“She expects the ferry to be towed to Vessa on Thursday.”" in event["DESCRIPTION"]


def test_a_hostile_calendar_holds_events_and_nothing_else() -> None:
    calendar = icalendar.Calendar.from_ical(write("ics", hostile=True))

    assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VEVENT"}


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_tells_the_story_then_its_reports_the_newest_first() -> None:
    feed = ET.fromstring(write("atom"))
    entries = feed.findall(f"{ATOM}entry")
    stamps = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]

    assert len(entries) == 1 + len(harbour.DOCUMENTS)
    assert stamps[1:] == sorted(stamps[1:], reverse=True)
    assert feed.findtext(f"{ATOM}updated") == max(stamps)
    assert len(set(ids)) == len(ids)
    assert all(entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)


def test_a_hostile_feed_links_to_the_web_alone_and_its_words_are_no_markup() -> None:
    feed = ET.fromstring(write("atom", hostile=True))
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    content = "".join(entry.findtext(f"{ATOM}content") or "" for entry in feed.findall(f"{ATOM}entry"))

    assert all(link.startswith(("http://", "https://")) for link in links)
    assert set(re.findall(r"<(\w+)", content)) <= {"p"}


def test_timelinejs_has_every_dated_entry_and_no_markup_of_reports() -> None:
    told = json.loads(write("timelinejs"))
    dated = [entry for entry in harbour.briefing().stories[0].timeline if entry.start]
    days = [tuple(event["start_date"][part] for part in ("year", "month", "day")) for event in told["events"]]

    assert sorted(days) == sorted((e.start.year, e.start.month, e.start.day) for e in dated if e.start)
    hostile = write("timelinejs", hostile=True)
    tags = {tag for event in json.loads(hostile)["events"] for tag in re.findall(r"<(\w+)", event["text"]["text"])}
    assert tags <= {"p", "a"}


def test_jsonld_is_a_graph_whose_names_all_lead_somewhere() -> None:
    def offline(url: str, options: Any) -> Any:
        context = {"@context": {"@vocab": "https://schema.org/"}}
        return {"contextUrl": None, "documentUrl": url, "document": context, "contentType": "application/ld+json"}

    told = json.loads(write("jsonld"))
    expanded = jsonld.expand(told, {"documentLoader": offline})
    nodes = {node["@id"]: node for node in told["@graph"]}
    referred = set(re.findall(r'"@id": ?"([^"]+)"', json.dumps(told)))

    assert referred == set(nodes)
    assert {kind for node in expanded for kind in node["@type"]} >= {
        "https://schema.org/NewsArticle", "https://schema.org/Quotation", "https://schema.org/Event",
    }  # fmt: skip
    said = next(node for node in told["@graph"] if node.get("text") == "Nobody was in danger at any moment")
    assert nodes[said["spokenByCharacter"]["@id"]]["name"] == "Mira Tolland"
    # An interval of days is no day of publication.
    assert "datePublished" not in nodes["https://ledger.example/aldis"]


def test_annotations_find_their_words_by_what_is_around_and_off_the_web_by_position() -> None:
    page = json.loads(write("annotations"))
    texts = {doc.id: doc.text for doc in harbour.DOCUMENTS} | {"ledger": harbour.LEDGER.text}

    assert page["type"] == "AnnotationPage"
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) > 10
    for item in page["items"]:
        source = item["target"]["source"]
        text = texts["ledger" if "ledger" in source else source.rpartition(":")[2]]
        quote, *positions = item["target"]["selector"]
        assert len(positions) == (not source.startswith("http"))
        for position in positions:
            assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


@pytest.mark.parametrize("hostile", [False, True])
def test_newsml_is_read_by_a_public_reader_and_by_our_own(hostile: bool) -> None:
    written = write("newsml", hostile=hostile)
    item = NewsMLG2.NewsMLG2Document(written.encode()).get_item()
    (document,) = read_newsml(written.encode(), "brief.xml")

    assert isinstance(item, NewsMLG2.newsitem.NewsItem)
    assert item.guid.startswith("urn:tellings:story:")
    assert isinstance(document, Document)
    if not hostile:
        assert document.title == str(item.contentmeta.headline)
        assert "Nobody was in danger at any moment" in document.text
        assert "Mira Tolland" in {str(found.name) for found in item.contentmeta.subject}


def test_several_stories_are_one_message_of_newsml() -> None:
    one = harbour.briefing()
    two = Briefing(one.generator, (*one.stories, *one.stories), ())
    message = ET.fromstring(str(write_as(FORMATS["newsml"], two, harbour.DOCUMENTS, load=load)))

    assert message.tag == "{http://iptc.org/std/nar/2006-10-01/}newsMessage"
    assert len(list(message.iter("{http://iptc.org/std/nar/2006-10-01/}newsItem"))) == 2


def test_ninjs_is_read_back_with_its_headline_and_names_its_standard() -> None:
    written = write("ninjs")
    told = json.loads(written)
    document = read_ninjs(told, "brief.json")

    assert told["standard"] == {
        "name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
    }  # fmt: skip
    assert [person["name"] for person in told["people"]] == ["Mira Tolland"]
    assert len(told["associations"]) == len(harbour.DOCUMENTS)
    assert isinstance(document, Document)
    assert document.title == told["headlines"][0]["value"]


@pytest.mark.parametrize("tlp", ["clear", "green", "amber", "amber+strict", "red"])
def test_stix_is_valid_and_marked(tlp: str) -> None:
    written = write("stix", tlp=tlp)
    bundle: Any = stix2.parse(written)
    checked = stix2validator.validate_string(written, stix2validator.ValidationOptions(version="2.1", silent=True))

    assert checked.is_valid, checked.errors
    (marking,) = [thing for thing in bundle.objects if thing.type == "marking-definition"]
    assert marking.definition.tlp == {"clear": "white", "amber+strict": "red"}.get(tlp, tlp)
    assert all(thing.object_marking_refs == [marking.id] for thing in bundle.objects if thing.type == "note")


def test_hostile_stix_is_valid() -> None:
    checked = stix2validator.validate_string(
        write("stix", hostile=True), stix2validator.ValidationOptions(version="2.1", silent=True)
    )

    assert checked.is_valid, checked.errors


@pytest.mark.parametrize("hostile", [False, True])
def test_misp_takes_the_event(hostile: bool) -> None:
    event = pymisp.MISPEvent()
    event.from_dict(**json.loads(write("misp", hostile=hostile, tlp="green"))["Event"])

    assert "tlp:green" in [tag.name for tag in event.tags]
    assert int(event.distribution) == 0
    if not hostile:
        assert [a.value for a in event.attributes if a.type == "link"] == ["https://ledger.example/aldis"]
        assert [a.value for a in event.attributes if a.type == "full-name"] == ["Mira Tolland"]


def test_word_opens_the_document_and_finds_its_parts() -> None:
    made = docx.Document(io.BytesIO(write("docx")))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)

    assert made.core_properties.title == "Ferry Aldis runs aground off Orlen"
    assert "Mira Tolland, the harbour master of Orlen: “Nobody was in danger at any moment” [1" in text
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["Fact", "Verdict", "Value", "Reports"]
    assert "Conflict" in [row.cells[1].text for row in made.tables[0].rows]


def test_the_pdf_shows_the_brief_and_asks_nobody_for_anything() -> None:
    made = pypdfium2.PdfDocument(write("pdf"))
    text = " ".join(page.get_textpage().get_text_range() for page in made)

    assert "Two passengers broke an arm" in text
    assert "newsletter" not in text
    assert "see the brief as HTML" in " ".join(text.split())


def test_the_pdf_leaves_out_what_the_page_folds_and_says_how_much_that_is() -> None:
    brief = harbour.briefing().stories[0]
    said = brief.quotations[0]
    many = tuple(
        replace(said, id=f"q{n}", text=f"Sentence number {n} of hers", kind="direct", variants=()) for n in range(5)
    )
    briefing = replace(harbour.briefing(), stories=(replace(brief, quotations=many),))
    made = pypdfium2.PdfDocument(write_as(FORMATS["pdf"], briefing, harbour.DOCUMENTS, load=load))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in made).split())

    assert text.count("of hers") == 2
    assert "3 more quotations" in text


@pytest.mark.parametrize(
    ("action", "kind"), [("meet", "CONSULT"), ("attack", "ASSAULT"), ("arrest", "COERCE"), ("send", None), ("", None)]
)
def test_a_type_of_plover_is_given_where_the_verb_alone_says_it(action: str, kind: str | None) -> None:
    assert find_type(action) == kind


@pytest.mark.parametrize("name", ["docx", "newsml", "stix", "jsonld"])
def test_what_was_denied_is_not_told_as_said(name: str) -> None:
    brief = harbour.briefing().stories[0]
    denied = replace(
        brief.quotations[0], kind="indirect", text="the gate was opened on purpose", cue="denied", variants=()
    )
    briefing = replace(harbour.briefing(), stories=(replace(brief, quotations=(denied,)),))
    written = write_as(FORMATS[name], briefing, harbour.DOCUMENTS, load=load)
    if isinstance(written, bytes):
        written = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs)
    said = [line for line in written.splitlines() if "opened on purpose" in line]

    assert all("denied: the gate was opened on purpose" in line for line in said)
    assert bool(said) == (name != "jsonld")


@pytest.mark.parametrize("name", ["ics", "jsonld", "newsml"])
@pytest.mark.parametrize(
    ("told", "where"), [("The ferry is towed to Vessa", True), ("The Vessa minister resigns", False)]
)
def test_a_place_that_is_only_named_is_no_location(name: str, told: str, where: bool) -> None:
    brief = harbour.briefing().stories[0]
    vessa = replace(brief.entities[0], id="e9", name="Vessa", kind="place", aliases=("Vessa",), roles=())
    cited = (harbour.at(harbour.LEDGER, "The tow may be put off to Friday"),)
    timeline = tuple(replace(e, what=told, place="e9", evidence=cited) if e.id == "t2" else e for e in brief.timeline)
    brief = replace(brief, entities=(*brief.entities, vessa), timeline=timeline)
    briefing = replace(harbour.briefing(), stories=(brief,))
    written = str(write_as(FORMATS[name], briefing, harbour.DOCUMENTS, load=load))

    assert bool(re.search(r'^LOCATION:Vessa|"location"|<location ', written, re.MULTILINE)) == where
