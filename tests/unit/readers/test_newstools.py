"""What news-please, newspaper4k and fundus write, in the shapes and fields of each; the articles are invented."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.document import Document, Provenance, Skipped
from tellings.readers.jsonlines import read_jsonlines
from tellings.readers.newstools import FLAT, join_body, split_values
from tellings.readers.sources import read_sources

WORDS = "The dam at Harsk held.\n\nMarek said so on Monday."

NEWS_PLEASE = {
    "authors": ["Ilse Tarn"],
    "date_download": "2031-05-09 06:00:00",
    "date_modify": "None",
    "date_publish": "2031-05-08 23:30:00",
    "description": "The dam held.",
    "filename": "https%3A%2F%2Fledger.example%2Fdam.json",
    "image_url": "https://ledger.example/dam.jpg",
    "language": "en",
    "localpath": None,
    "maintext": WORDS,
    "source_domain": "ledger.example",
    "text": None,
    "title": "Dam holds",
    "title_page": "Dam holds | The Ledger",
    "title_rss": "NULL",
    "url": "https://ledger.example/dam",
}
NEWSPAPER = {
    "url": "https://post.example/dam",
    "read_more_link": "",
    "language": "en",
    "title": "Der Damm hielt",
    "top_image": "https://post.example/dam.jpg",
    "meta_img": "",
    "images": [],
    "movies": [],
    "keywords": ["dam"],
    "meta_keywords": [""],
    "tags": None,
    "authors": ["Ilse Tarn", "Jon Velmark"],
    "publish_date": "2031-05-08T23:30:00+02:00",
    "summary": "It held.",
    "meta_description": "",
    "meta_lang": "de",
    "meta_favicon": "",
    "meta_site_name": "Orlan Post",
    "canonical_link": "https://post.example/dam",
    "text": WORDS,
}
FUNDUS = {
    "title": "Dam holds",
    "body": {
        "summary": ["The dam held."],
        "sections": [
            {"headline": [], "paragraphs": ["Water stood high.", "Nobody was hurt."]},
            {"headline": ["What comes next"], "paragraphs": ["Repairs begin on Monday."]},
        ],
    },
    "authors": ["Ilse Tarn"],
    "publishing_date": "2031-05-08 23:30:00+00:00",
    "topics": ["Harsk"],
    "free_access": True,
    "images": [{"url": "https://lantern.example/a.jpg", "authors": []}],
}


def _read(data: object, name: str = "f.json") -> list[Document | Skipped]:
    text = data if isinstance(data, str) else json.dumps(data, indent=4)
    return list(read_jsonlines(text.encode(), name, today=date(2031, 6, 1)))


def _document(record: object) -> Document:
    (item,) = _read(record)
    assert isinstance(item, Document), item
    return item


def test_news_please_gives_its_article_and_no_moment_where_no_zone_is_said() -> None:
    doc = _document(NEWS_PLEASE)

    assert (doc.text, doc.title, doc.outlet, doc.language) == (WORDS, "Dam holds", "ledger.example", "en")
    assert (doc.location, doc.bylines) == ("https://ledger.example/dam", ("Ilse Tarn",))
    assert (doc.published.earliest, doc.published.at) == (date(2031, 5, 8), None)
    assert doc.notes == ()


def test_of_news_please_what_stands_for_nothing_is_nothing() -> None:
    bare = NEWS_PLEASE | {"title": None, "date_publish": "None", "title_page": "None", "text": "", "language": None}
    doc = _document(bare)

    assert (doc.title, doc.published.basis, doc.text, doc.language) == (None, "unknown", WORDS, None)
    assert _document(bare | {"title_rss": "Dam"}).title == "Dam"
    assert doc.notes == ()


def test_newspaper4k_gives_its_article_and_what_the_page_says_of_its_language() -> None:
    doc = _document(NEWSPAPER)

    assert (doc.text, doc.title, doc.outlet, doc.language) == (WORDS, "Der Damm hielt", "Orlan Post", "de")
    assert doc.bylines == ("Ilse Tarn", "Jon Velmark")
    assert doc.published.at == datetime(2031, 5, 8, 21, 30, tzinfo=UTC)
    assert Provenance("published", "publish_date of the record") in doc.provenance
    assert _document(NEWSPAPER | {"meta_lang": ""}).language == "en"
    assert _document(NEWSPAPER | {"meta_site_name": "", "source_url": "https://www.post.example"}).outlet == (
        "post.example"
    )


def test_the_lists_of_newspaper4k_are_read_though_each_article_closes_them_anew() -> None:
    one = json.dumps(NEWSPAPER, indent=4)
    other = json.dumps(NEWSPAPER | {"url": "https://post.example/b", "text": "Other words."}, indent=4)

    assert [item.location for item in _read(f"[{one},]{other}]")] == [
        "https://post.example/dam",
        "https://post.example/b",
    ]
    assert len(_read(f"{one}\n{other}\n")) == 2
    (cut,) = _read(f"[{one},{other[:-30]}")
    assert isinstance(cut, Skipped)
    assert cut.reason.startswith("is not JSON")


def test_fundus_gives_its_sections_as_one_text() -> None:
    doc = _document(FUNDUS)

    assert doc.text.split("\n\n") == [
        "The dam held.",
        "Water stood high.",
        "Nobody was hurt.",
        "What comes next",
        "Repairs begin on Monday.",
    ]
    assert doc.published.at == datetime(2031, 5, 8, 23, 30, tzinfo=UTC)
    assert (doc.title, doc.outlet, doc.url, doc.location) == ("Dam holds", None, None, "f.json:1")


def test_fundus_chosen_fields_count_too() -> None:
    html = {"requested_url": "https://lantern.example/x", "responded_url": "https://lantern.example/dam"}
    doc = _document({"title": "Dam", "plaintext": WORDS, "lang": "en", "publisher": "Lantern", "html": html})

    assert (doc.text, doc.language, doc.outlet, doc.url) == (WORDS, "en", "Lantern", "https://lantern.example/dam")
    assert _document({"plaintext": WORDS, "html": "<p>A page.</p>"}).url is None


def test_a_crawl_of_fundus_is_read_by_publisher_and_what_has_no_body_is_named() -> None:
    failed = FUNDUS | {"body": None}
    items = _read({"Lantern": [FUNDUS, failed], "Beacon": [], "OrlanPost": [FUNDUS | {"title": "Dyke"}]})

    documents = [item for item in items if isinstance(item, Document)]
    assert [(doc.outlet, doc.title, doc.location) for doc in documents] == [
        ("Lantern", "Dam holds", "f.json#1"),
        ("OrlanPost", "Dyke", "f.json#3"),
    ]
    assert [item for item in items if isinstance(item, Skipped)] == [Skipped("f.json#2", "has no text")]


def test_a_folder_of_all_three_is_read_and_the_empty_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(NEWS_PLEASE, ensure_ascii=False))
    (tmp_path / "b.json").write_text(json.dumps([NEWSPAPER, NEWSPAPER | {"text": "", "url": "https://post.example/0"}]))
    (tmp_path / "c.jsonl").write_text(json.dumps(FUNDUS) + "\n" + json.dumps(FUNDUS | {"body": {"sections": []}}))
    documents, skipped = read_sources([str(tmp_path)])

    assert sorted(doc.title or "" for doc in documents) == ["Dam holds", "Dam holds", "Der Damm hielt"]
    assert [item.reason for item in skipped] == ["holds no words", "has no text"]


@pytest.mark.parametrize(
    "body",
    [None, 5, [], {}, {"sections": 3}, {"sections": [3, {"paragraphs": 3}]}, {"summary": [3, None], "sections": []}],
)
def test_a_body_of_another_shape_is_no_text(body: object) -> None:
    assert join_body(body) == ""
    (item,) = _read({"title": "t", "body": body})
    assert item == Skipped("f.json:1", "has no text")


@pytest.mark.parametrize("text", ['{"a": 1} x', "[1, 2]", '{"a": 1', '[{"a": ' * 5000, '"a"'])
def test_what_are_no_objects_is_not_split(text: str) -> None:
    assert split_values(text) is None


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from((*FLAT, "body", "html")), _VALUES, max_size=9))
def test_any_fields_give_documents_or_reasons(record: dict[str, object]) -> None:
    for item in read_jsonlines(json.dumps(record).encode(), "f.json", today=date(2031, 6, 1)):
        assert item.location
