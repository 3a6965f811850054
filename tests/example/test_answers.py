"""The hand reading of the example keeps its own rules: words as printed, days that fall on their weekdays."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench import gold
from bench.example import brief_example

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANSWERS: dict[str, Any] = json.loads(gold.ANSWERS.read_text(encoding="utf-8"))


def pointed_at() -> Iterator[tuple[str, str]]:
    """Each report's key and words, wherever the hand reading points at words that must be there."""
    for section in ("quotations", "scare", "dates"):
        yield from ((row[0], row[1]) for row in ANSWERS[section])
    for key, listed in ANSWERS["keep"].items():
        yield from ((key, words) for words in listed)
    for section, part in (("comparisons", "tellings"), ("single", "telling"), ("timeline", "anchors")):
        for row in ANSWERS[section]:
            yield from row[part].items()
    for row in ANSWERS["main_event"]["history"]:
        yield row["doc"], row["anchor"]


def test_every_word_pointed_at_stands_in_its_report() -> None:
    _, _, texts = brief_example()
    of_key = {key: texts[_location(texts, name)] for key, name in ANSWERS["docs"].items()}
    missing = [(key, words) for key, words in pointed_at() if words not in of_key[key]]
    assert not missing


def _location(texts: Any, name: str) -> str:
    return name if name in texts else next(where for where in texts if Path(where).name == name)


def test_a_date_on_one_day_falls_on_the_weekday_its_words_name() -> None:
    checked = 0
    for key, words, start, end in ANSWERS["dates"]:
        named = [day for day in WEEKDAYS if day in words]
        if start == end and named:
            checked += 1
            assert WEEKDAYS[date.fromisoformat(start).weekday()] == named[0], (key, words)
    assert checked >= 40


def test_the_reading_is_as_large_as_it_should_be() -> None:
    least = {"quotations": 100, "dates": 40, "comparisons": 20, "single": 10, "timeline": 12, "entities": 20}
    assert {name: len(ANSWERS[name]) for name in least if len(ANSWERS[name]) < least[name]} == {}


@pytest.mark.parametrize("path", gold.files()[1:], ids=lambda path: path.name)
def test_a_report_is_as_long_as_a_report_is(path: Path) -> None:
    words = len(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))))
    assert 250 <= words <= 1400
