"""Times and the days they mean, as marked text says: every marked time is found with its days, and nothing else is.

{2031-03-04:Tuesday}                    one day
{2031-03-10..2031-03-16:next week}      from the first day to the last
{duration:two years}                    found, without days of its own (so with set, vague)
written: 2031-03-05                     the first line: when the report was written; left out where nobody knows
"""

import re
from datetime import date
from pathlib import Path

import pytest

from tellings.find.layout import find_layout
from tellings.find.sentences import split_sentences
from tellings.find.times import find_times
from tellings.model.document import Document, Published
from tellings.model.reading import Reading, TimeExpression
from tellings.model.story import Anchor
from tellings.model.when import Period
from tellings.story.resolve import resolve_times

PAGES = sorted((Path(__file__).parent / "times").glob("*.txt"))
_MARK = re.compile(r"\{(?P<days>[^:{}]+):(?P<words>[^{}]+)\}")


def cases() -> list[tuple[str, str]]:
    """Name and marked text of each case."""
    found = []
    for page in PAGES:
        parts = re.split(r"(?m)^## (.+)\n", page.read_text("utf-8"))
        found += [(f"{page.stem}: {n}", body.strip("\n")) for n, body in zip(parts[1::2], parts[2::2], strict=True)]
    return found


@pytest.mark.parametrize("marked", [pytest.param(body, id=name) for name, body in cases()])
def test_times_mean_the_days_written_beside_them(marked: str) -> None:
    written, _, body = marked.partition("\n") if marked.startswith("written:") else ("", "", marked)
    text, wanted, at = "", [], 0
    for match in _MARK.finditer(body):
        text += body[at : match.start()] + match["words"]
        wanted.append((match["words"], match["days"]))
        at = match.end()
    text += body[at:]
    doc = Document("d1", "case", text)
    blocks = find_layout(doc)
    sentences = split_sentences(doc, blocks, ())
    times = find_times(doc, sentences)
    reading = Reading(doc, "", blocks, (), sentences, (), times, (), (), (), (), (), ())
    day = date.fromisoformat(written.removeprefix("written:").strip()) if written else None
    published = Published(day, day, "metadata") if day else Published()

    resolved = resolve_times([reading], [Anchor("d1", published)])

    found = [(text[r.span.start : r.span.end], _say(t, r.period)) for t, r in zip(times, resolved, strict=True)]
    assert found == wanted


def _say(time: TimeExpression, period: Period | None) -> str:
    if period is None:
        return "vague" if time.when.op == "vague" else time.kind if time.kind in ("duration", "set") else "open"
    days = period.start.isoformat()
    if period.end != period.start:
        days += f"..{period.end.isoformat()}"
    return f"{days} {period.clock:%H.%M}" if period.clock else days
