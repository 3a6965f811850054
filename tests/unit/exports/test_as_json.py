"""JSON of a briefing, of readings and of stories, against the schemas made from the types."""

import json
from dataclasses import fields
from typing import Any

import jsonschema
import pytest

from tellings.errors import UsageError
from tellings.exports.as_json import to_json, to_readings_json, to_stories_json
from tellings.exports.as_schema import SCHEMAS, to_schema
from tellings.exports.records import record_reading, record_stories
from tellings.model.brief import Brief, BriefDocument, Briefing, Finding, Telling, TimelineEntry, Utterance
from tellings.model.document import Document, Skipped
from tellings.model.reading import (
    Block,
    Claim,
    Entity,
    Event,
    Furniture,
    Mention,
    Quantity,
    Quotation,
    Reading,
    Role,
    Sentence,
    Speaker,
    TimeExpression,
)
from tellings.model.span import Span
from tellings.model.story import Story
from tellings.model.when import When
from tests import attacks, harbour

TEXT = "Port shut\n\n“We wait,” Mira Tolland, a pilot, said on Monday. Two ships lay off Orlen."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def reading() -> Reading:
    doc = Document(id="d1", location="port.txt", text=TEXT, language="en")
    return Reading(
        document=doc,
        made_by="test",
        blocks=(Block(span("Port shut"), "title"), Block(Span(11, len(TEXT)), "paragraph")),
        furniture=(Furniture(span("Port"), "made for the test"),),
        sentences=(Sentence(span("Two ships lay off Orlen."), 1),),
        mentions=(Mention(span("Mira Tolland"), "person"), Mention(span("Orlen"), "place")),
        times=(TimeExpression(span("on Monday"), "date", When("weekday", weekday=0), "past"),),
        quantities=(Quantity(span("Two ships"), 2.0, float("inf"), None, "at_least", span("ships")),),
        quotations=(
            Quotation(
                "direct", (span("We wait"),), (span("said"),), (span("Mira Tolland, a pilot"),), span("Mira Tolland")
            ),
        ),
        entities=(
            Entity("e1", "Mira Tolland", "person", (), (span("Mira Tolland"),), (Role("a pilot", span("a pilot")),)),
        ),
        speakers=(Speaker(span("Mira Tolland"), "Mira Tolland", "e1", Role("a pilot", span("a pilot"))),),
        events=(Event(span("Two ships lay off Orlen"), span("lay"), "lie", "happened", True),),
        claims=(Claim("number", span("Two ships lay"), span("Two"), "ship", ("ship",), 2.0, float("inf")),),
    )


def read_schema(name: str) -> Any:
    schema = json.loads(to_schema(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def keys(node: Any) -> list[str]:
    return list(node)


@pytest.mark.parametrize("briefing", [harbour.briefing(), attacks.briefing()[0]], ids=["harbour", "attacks"])
def test_a_briefing_fits_its_schema(briefing: Briefing) -> None:
    jsonschema.validate(json.loads(to_json(briefing)), read_schema("brief"))


def test_the_schema_refuses_what_is_no_briefing() -> None:
    told = json.loads(to_json(harbour.briefing()))
    del told["stories"][0]["summary"][0]["evidence"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, read_schema("brief"))


def test_a_briefing_has_the_shape_of_the_contract() -> None:
    told = json.loads(to_json(harbour.briefing()))
    assert keys(told) == ["format", "generator", "stories", "skipped"]
    assert told["format"] == "tellings-brief/1"
    story = told["stories"][0]
    assert keys(story) == [
        "id", "title", "as_of", "documents", "summary", "timeline", "entities", "quotations", "findings", "times",
        "relations", "changes", "rewriting", "origins",
        "milestones", "reviews",
    ]  # fmt: skip
    assert story["as_of"] == "2031-05-07"
    assert story["changes"] is None
    assert keys(story["summary"][0]["evidence"][0]) == ["doc", "start", "end", "text"]
    for name, type_ in (
        ("documents", BriefDocument), ("timeline", TimelineEntry), ("quotations", Utterance), ("findings", Finding),
    ):  # fmt: skip
        assert keys(story[name][0]) == [field.name for field in fields(type_)]
    assert keys(story["findings"][0]["tellings"][0]) == [field.name for field in fields(Telling)]


def test_a_briefing_survives_the_way_there_and_back() -> None:
    import msgspec

    assert msgspec.json.decode(to_json(harbour.briefing()).encode(), type=Briefing) == harbour.briefing()


def test_an_empty_briefing_is_printed_as_such() -> None:
    empty = Briefing(harbour.briefing().generator, (), ())
    assert json.loads(to_json(empty))["stories"] == []


def test_json_holds_no_character_that_acts() -> None:
    told = to_json(attacks.briefing()[0])
    assert not [c for c in told if c != "\n" and not c.isprintable()]
    assert json.loads(told)["stories"][0]["title"] == attacks.briefing()[0].stories[0].title


def test_a_reading_is_one_line_that_fits_its_schema() -> None:
    lines = to_readings_json([record_reading(reading())] * 2).splitlines()
    assert len(lines) == 2
    jsonschema.validate(json.loads(lines[0]), read_schema("reading"))


def test_every_layer_of_a_reading_is_in_its_line() -> None:
    told = json.loads(to_readings_json([record_reading(reading())]))
    assert keys(told)[:2] == ["format", "document"]
    layers = {field.name for field in fields(Reading)} - {"furniture", "speakers", "signals", "language"}
    assert layers - set(told) == set()
    assert told["document"]["text"] == TEXT
    assert told["document"]["language"] == reading().language
    assert [TEXT[f["start"] : f["end"]] for f in told["document"]["furniture"]] == ["Port"]
    [quotation] = told["quotations"]
    assert [TEXT[s:e] for s, e in quotation["content"]] == ["We wait"]
    assert [TEXT[s:e] for s, e in quotation["source"]] == ["Mira Tolland, a pilot"]
    assert (quotation["speaker_name"], quotation["role"], quotation["entity"]) == ("Mira Tolland", "a pilot", "e1")
    assert [m["entity"] for m in told["mentions"]] == ["e1", None]
    assert (told["quantities"][0]["value"], told["quantities"][0]["value_max"]) == (2.0, None)
    assert told["events"][0]["polarity"] == "negative"
    assert told["times"][0]["when"]["weekday"] == 0


def test_stories_fit_their_schema() -> None:
    docs = [Document(id=i, location=f"{i}.txt", text="Words.") for i in ("d1", "d2")]
    stories = record_stories([Story("s1", "Port shut", ("d1", "d2"))], docs, [Skipped("x.bin", "is no text")])
    told = json.loads(to_stories_json(stories))
    jsonschema.validate(told, read_schema("stories"))
    assert keys(told)[:2] == ["format", "stories"]
    assert told["stories"] == [
        {
            "id": "s1",
            "title": "Port shut",
            "documents": [{"id": "d1", "location": "d1.txt"}, {"id": "d2", "location": "d2.txt"}],
            "first": None,
            "last": None,
            "absorbed": [],
            "outlets": None,
            "opened_at": None,
            "changed_at": None,
        }
    ]


def test_the_schemas_ask_for_everything_that_is_printed() -> None:
    for name in SCHEMAS:
        for definition in read_schema(name)["$defs"].values():
            if "properties" in definition:
                assert definition["required"] == list(definition["properties"])


def test_an_unknown_schema_is_refused_with_the_choices() -> None:
    with pytest.raises(UsageError, match="brief, reading, stories"):
        to_schema("briefs")


def test_the_brief_has_no_field_the_schema_does_not_know() -> None:
    properties = read_schema("brief")["$defs"]["Brief"]["properties"]
    assert set(properties) == {field.name for field in fields(Brief)}
