from datetime import date

import pytest

from tellings.model.story import Fingerprint, Move, MoveKind, Story, pack_fingerprint, unpack_fingerprint


def test_a_story_has_reports() -> None:
    with pytest.raises(ValueError, match="at least one report"):
        Story("s1", "The dyke at Orlen", ())


def _fingerprint(**changes: object) -> Fingerprint:
    given: dict[str, object] = {
        "doc": "d1",
        "title": "Dam at Harsk fails",
        "earliest": date(2031, 3, 4),
        "latest": date(2031, 3, 4),
        "terms": bytes(8),
        "weights": b"\x01\x02",
        "places": b"\x00\x01",
    }
    return Fingerprint(**{**given, **changes})  # type: ignore[arg-type]


def test_a_fingerprint_comes_back_from_its_bytes() -> None:
    made = _fingerprint(runs=bytes(12), vector=b"\x80\x7f")

    assert unpack_fingerprint(pack_fingerprint(made)) == made


@pytest.mark.parametrize(
    "changes", [{"doc": ""}, {"weights": b"\x01"}, {"runs": bytes(3)}, {"latest": None}, {"vector": bytes(2048)}]
)
def test_a_fingerprint_that_does_not_fit_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="ingerprint"):
        _fingerprint(**changes)


@pytest.mark.parametrize("data", [b"", b"no fingerprint", pack_fingerprint(_fingerprint())[:-3]])
def test_torn_bytes_are_no_fingerprint(data: bytes) -> None:
    with pytest.raises(ValueError, match="no packed"):
        unpack_fingerprint(data)


@pytest.mark.parametrize(
    ("kind", "documents", "why", "other"),
    [
        ("join", (), "shares words", None),
        ("join", ("d1",), " ", None),
        ("join", ("d1",), "shares words", "s2"),
        ("merge", ("d1",), "shares words", None),
    ],
)
def test_a_move_without_its_parts_is_refused(kind: MoveKind, documents: tuple[str, ...], why: str, other: str) -> None:
    with pytest.raises(ValueError, match=r"Move|reason"):
        Move(kind, "s1", documents, why, other)
