"""JSON Lines: the contract's fields, and one reason for each bad line."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.document import Document, Provenance, Skipped
from tellings.readers.jsonlines import MOST_BAD_LINES, read_jsonlines

WORDS = "The ferry to Luro was late.\n\nNobody said why."


def _read(*records: object, location: str = "f.jsonl") -> list[Document | Skipped]:
    return list(read_jsonlines("\n".join(map(json.dumps, records)).encode(), location))


def _document(record: object, today: date | None = None) -> Document:
    (item,) = read_jsonlines(json.dumps(record).encode(), "f.jsonl", today=today)
    assert isinstance(item, Document), item
    return item


def test_every_field_of_the_contract_is_taken_with_its_origin() -> None:
    doc = _document(
        {
            "id": "r7",
            "text": WORDS,
            "url": "https://lantern.example/ferry",
            "title": " Ferry\n late ",
            "authors": ["By Jane Roe", "Mira Tal"],
            "date_publish": "2031-03-04T12:30:00Z",
            "source_domain": "lantern.example",
            "language": "en",
        }
    )

    assert (doc.location, doc.text, doc.url) == ("r7", WORDS, "https://lantern.example/ferry")
    assert (doc.title, doc.outlet, doc.language) == ("Ferry late", "lantern.example", "en")
    assert doc.bylines == ("Jane Roe", "Mira Tal")
    assert (doc.published.earliest, doc.published.basis) == (date(2031, 3, 4), "metadata")
    assert doc.published.at == datetime(2031, 3, 4, 12, 30, tzinfo=UTC)
    assert doc.published.why == "date_publish of the record"
    assert Provenance("outlet", "source_domain of the record") in doc.provenance


def test_the_other_names_of_fields_count_too() -> None:
    doc = _document(
        {"maintext": WORDS, "outlet": "Lantern", "published": "2031-03-04", "authors": "Jane Roe and Mira Tal"}
    )

    assert (doc.text, doc.outlet, doc.published.earliest) == (WORDS, "Lantern", date(2031, 3, 4))
    assert doc.bylines == ("Jane Roe", "Mira Tal")


@pytest.mark.parametrize(
    ("record", "location"),
    [
        ({"text": "a", "id": "x", "url": "https://u.example"}, "x"),
        ({"text": "a", "id": 12, "url": "https://u.example"}, "12"),
        ({"text": "a", "id": "", "url": "https://u.example"}, "https://u.example"),
        ({"text": "a"}, "f.jsonl:1"),
    ],
)
def test_location_is_id_else_url_else_line(record: object, location: str) -> None:
    assert _document(record).location == location


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    data = (
        b'{"text": "one"}\n\nnot json\n[1]\n{"text": ""}\n{"text": 5}\n{"title": "t"}\r\n{"text": "two"}\n{"text": "cut'
    )

    documents = [item for item in read_jsonlines(data, "f.jsonl") if isinstance(item, Document)]
    skipped = {item.location: item.reason for item in read_jsonlines(data, "f.jsonl") if isinstance(item, Skipped)}

    assert [(doc.location, doc.text) for doc in documents] == [("f.jsonl:1", "one"), ("f.jsonl:8", "two")]
    assert list(skipped) == [f"f.jsonl:{n}" for n in (3, 4, 5, 6, 7, 9)]
    assert "is not JSON" in skipped["f.jsonl:3"]
    assert "no JSON object" in skipped["f.jsonl:4"]
    assert skipped["f.jsonl:5"] == "holds no words"
    assert "no text" in skipped["f.jsonl:6"]
    assert skipped["f.jsonl:7"] == "has no text"
    assert "is not JSON" in skipped["f.jsonl:9"]


def test_a_file_of_bad_lines_is_not_listed_to_its_end() -> None:
    items = list(read_jsonlines(b'{"text": "one"}\n' + b"junk\n" * 1000, "f.jsonl"))

    assert len(items) == 1 + MOST_BAD_LINES + 1
    assert items[-1] == Skipped("f.jsonl", f"holds {1000 - MOST_BAD_LINES} more bad lines, not listed one by one")


def test_a_list_or_a_single_object_is_read_too() -> None:
    listed = json.dumps([{"text": "one"}, "two", {"text": "three", "id": "t"}], indent=1).encode()
    single = json.dumps({"text": "one", "title": "A title"}, indent=2).encode()

    assert [item.location for item in read_jsonlines(listed, "f.json")] == ["f.json#1", "f.json#2", "t"]
    assert [item.location for item in read_jsonlines(single, "f.json")] == ["f.json:1"]


def test_a_list_cut_short_is_one_fault() -> None:
    (item,) = read_jsonlines(b'[\n{"text": "one"},\n{"text": "tw', "f.json")

    assert isinstance(item, Skipped)
    assert "line 3" in item.reason


@pytest.mark.parametrize("value", ["sometime", 5, ["2031-03-04"], "5/6/2031", "1970-01-01", "2041-01-01", {"a": 1}])
def test_a_wrong_date_is_unknown_with_a_note(value: object) -> None:
    doc = _document({"text": WORDS, "date_publish": value}, today=date(2031, 3, 10))

    assert doc.published.basis == "unknown"
    assert doc.notes[0].startswith("date_publish left out: ")


def test_a_wrong_optional_field_is_left_out_with_a_note() -> None:
    doc = _document({"text": WORDS, "title": ["t"], "authors": [5, "Jane Roe"], "language": 3, "url": None})

    assert (doc.title, doc.language, doc.url, doc.bylines) == (None, None, None, ("Jane Roe",))
    assert len(doc.notes) == 3


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    (item,) = read_jsonlines(b'{"text": "a\\ud800b", "title": "t\\udfff", "id": "\\ud800"}', "f.jsonl")

    assert isinstance(item, Document)
    assert (item.text, item.title, item.location) == ("a\ufffdb", "t\ufffd", "\ufffd")
    assert item.notes == ("1 lone surrogate replaced by U+FFFD",)


def test_same_words_at_two_outlets_are_two_reports() -> None:
    one, two = _read({"text": WORDS, "outlet": "Lantern"}, {"text": WORDS, "outlet": "Beacon"})

    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert one.id != two.id


def test_nesting_without_end_is_a_bad_line() -> None:
    items = list(read_jsonlines(b'{"text": "one"}\n' + b'{"a":' * 200_000, "f.jsonl"))

    assert isinstance(items[0], Document)
    assert isinstance(items[1], Skipped)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = st.sampled_from(
    [
        "id",
        "text",
        "maintext",
        "url",
        "title",
        "authors",
        "date_publish",
        "published",
        "source_domain",
        "outlet",
        "language",
    ]
)


@given(st.dictionaries(_FIELDS, _JSON, max_size=8))
def test_any_object_gives_a_document_or_a_reason(record: dict[str, object]) -> None:
    (item,) = read_jsonlines(json.dumps(record).encode(), "f.jsonl", today=date(2031, 3, 4))

    assert item.location
    if isinstance(item, Document):
        assert item.text == record.get("text", record.get("maintext")) or item.notes or record["text"] is None


def test_offsets_count_in_the_text_as_given_even_where_it_is_mojibake() -> None:
    garbled = "“It is the harbour’s doing,” she said.".encode().decode("cp1252", errors="replace").replace("\ufffd", "")
    (item,) = read_jsonlines(json.dumps({"text": garbled}, ensure_ascii=False).encode(), "f.jsonl")

    assert isinstance(item, Document)
    assert item.text == garbled
