"""Web Annotations as other tools write them; whatever is in a file, it gives remarks or reasons."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.readers.annotations import LARGEST, Remark, Target, read_annotations
from tellings.text.anchoring import Quote

MARK = {
    "type": "Annotation",
    "id": "https://notes.example/1",
    "bodyValue": "So?",
    "target": {
        "source": "https://ledger.example/dam",
        "selector": {"type": "TextQuoteSelector", "exact": "held", "prefix": "Harsk ", "suffix": "."},
    },
}
HYPOTHESIS = {
    "id": "abc",
    "created": "2031-05-08T10:00:00.123456+00:00",
    "user": "acct:ilse@notes.example",
    "user_info": {"display_name": None},
    "uri": "https://ledger.example/dam",
    "text": "Says who?",
    "tags": ["disputed"],
    "target": [
        {
            "source": "https://ledger.example/dam",
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]"},
                {"type": "TextPositionSelector", "start": 812, "end": 816},
                {"type": "TextQuoteSelector", "exact": "held", "prefix": "Harsk ", "suffix": "."},
            ],
        }
    ],
}


def _read(value: object) -> tuple[Remark, ...]:
    return read_annotations(json.dumps(value).encode(), "f.json").remarks


@pytest.mark.parametrize(
    "file",
    [
        MARK,
        [MARK],
        {"type": "AnnotationPage", "items": [MARK]},
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [MARK]}},
        {"total": 1, "rows": [MARK]},
        {"export_date": "2031-05-09", "annotations": [MARK]},
    ],
)
def test_one_mark_is_found_in_whatever_holds_it(file: object) -> None:
    (remark,) = _read(file)

    assert (remark.verb, remark.note, remark.by, remark.at) == ("note", "So?", "", None)
    assert remark.targets == (Target("https://ledger.example/dam", Quote("held", "Harsk ", ".")),)


def test_lines_of_json_are_read_and_what_is_in_no_file_is_named() -> None:
    lines = "\n".join(json.dumps(MARK) for _ in range(3))
    page = {"type": "AnnotationPage", "items": [MARK], "next": "https://notes.example/2"}

    assert len(read_annotations(lines.encode(), "f.jsonl").remarks) == 3
    assert [one.reason for one in read_annotations(json.dumps(page).encode(), "f").skipped] == [
        "has another page, which is not in the file"
    ]
    collection = {"type": "AnnotationCollection", "first": "https://notes.example/1"}
    (left,) = read_annotations(json.dumps(collection).encode(), "f").skipped
    assert left.reason == "names pages of annotations that are not in the file"


def test_an_annotation_of_hypothesis_has_its_user_tags_and_words() -> None:
    (remark,) = _read({"total": 1, "rows": [HYPOTHESIS]})

    assert (remark.verb, remark.note, remark.by) == ("reject", "Says who?", "ilse")
    assert remark.at is not None
    assert remark.targets[0].quote == Quote("held", "Harsk ", ".")
    (named,) = _read(HYPOTHESIS | {"user_info": {"display_name": "Ilse Marek"}})
    assert named.by == "Ilse Marek"


def test_mark_up_in_a_comment_is_no_mark_up() -> None:
    body = {"type": "TextualBody", "format": "text/html", "value": "<p>So <b>what</b>?<script>alert(1)</script></p>"}
    (remark,) = _read(MARK | {"bodyValue": None, "body": body})

    assert remark.note == "So what?"


def test_selectors_that_refine_others_are_found() -> None:
    selector = {"type": "FragmentSelector", "value": "p1", "refinedBy": MARK["target"]["selector"]}  # type: ignore[index]
    (remark,) = _read(MARK | {"target": {"source": {"id": "https://ledger.example/dam"}, "selector": selector}})

    assert remark.targets[0].quote == Quote("held", "Harsk ", ".")


def test_lines_of_a_brief_are_no_remarks() -> None:
    found = read_annotations(json.dumps([MARK | {"id": "urn:tellings:annotation:1"}, MARK]).encode(), "f")

    assert (found.lines, len(found.remarks)) == (1, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not JSON"),
        (b"\x00\xff\xfe\x00\x01", ""),
        (b"[" * 100_000, "is not JSON"),
        (b'{"items": ' * 50_000, "is not JSON"),
        (b"[[1]]", "holds lists inside of lists"),
        (json.dumps([1] * 5000).encode(), "holds something that is no annotation (5,000 times)"),
        (b" " * (LARGEST + 1), "is larger than 32 MiB"),
    ],
)
def test_hostile_files_are_refused_with_one_reason(data: bytes, reason: str) -> None:
    found = read_annotations(data, "f.json")

    assert found.remarks == ()
    assert len(found.skipped) == 1
    assert found.skipped[0].reason.startswith(reason)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(["tagging", "rejected"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "value", "purpose", "source", "selector", "exact", "items", "id", "refinedBy", "name"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)
_NAMES = [
    "id",
    "type",
    "target",
    "body",
    "bodyValue",
    "creator",
    "created",
    "motivation",
    "uri",
    "tags",
    "user",
    "text",
]


@given(st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8))
def test_any_object_gives_remarks_or_reasons(value: dict[str, Any]) -> None:
    found = read_annotations(json.dumps([value]).encode(), "f.json")

    assert found.remarks or found.skipped or found.lines
