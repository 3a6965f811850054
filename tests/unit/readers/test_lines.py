"""Long JSON Lines files, read by the stretch of lines."""

from io import BytesIO

import pytest

from tellings.model.document import Skipped
from tellings.readers import lines
from tellings.readers.lines import Stretch, is_by_lines, split_lines


def test_lines_come_by_the_stretch_with_their_numbers() -> None:
    data = b"".join(b'{"n": %d}\n' % n for n in range(100))

    first, second = split_lines(BytesIO(data), "a.jsonl")

    assert isinstance(first, Stretch)
    assert isinstance(second, Stretch)
    assert (first.first, first.last, second.first, second.last) == (1, 64, 65, 100)
    assert first.data + second.data == data


def test_only_so_many_lines_are_taken() -> None:
    stream = BytesIO(b"one\ntwo\nthree\n")

    assert list(split_lines(stream, "a.jsonl", first=7, most=2)) == [Stretch(b"one\ntwo\n", 7, 8)]
    assert stream.read() == b"three\n"


def test_a_line_that_is_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LARGEST", 100)
    data = b"first\n" + b"x" * 1000 + b"\nlast\n"

    before, skipped, after = split_lines(BytesIO(data), "a.jsonl")

    assert before == Stretch(b"first\n", 1, 1)
    assert isinstance(skipped, Skipped)
    assert skipped.location == "a.jsonl:2"
    assert after == Stretch(b"last\n", 3, 3)


def test_what_came_before_a_fault_is_given() -> None:
    class Torn(BytesIO):
        def readline(self, limit: int | None = -1, /) -> bytes:
            line = super().readline(limit if limit is not None else -1)
            if not line:
                raise OSError("the line is gone")
            return line

    given = split_lines(Torn(b"one\ntwo\n"), "a.jsonl")

    assert next(given) == Stretch(b"one\ntwo\n", 1, 2)
    with pytest.raises(OSError, match="gone"):
        next(given)


@pytest.mark.parametrize(
    ("line", "by_lines"), [(b'{"a": 1}\r\n', True), (b"[\n", False), (b"{\n", False), (b"", False)]
)
def test_a_file_is_by_lines_where_its_first_is_an_object(line: bytes, by_lines: bool) -> None:
    assert is_by_lines(line) is by_lines
