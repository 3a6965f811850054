"""What people decided on the example stays when another reader of language reads its reports."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tellings import app, flow
from tellings.model.brief import Brief
from tellings.model.reading import Reading
from tellings.model.review import Judgement
from tellings.story.reviewed_lines import Line, find_line, list_lines, quote_words

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def briefs(readings: Sequence[Reading], folder: Path) -> tuple[Brief, Brief]:
    """The story as the encoder reads it, and as the rules do alone."""
    rules = app.read(folder / "harsk_dam", model=False).readings
    made = [flow.brief_story(max(flow.group_readings(r), key=lambda s: len(s.documents)), r) for r in (readings, rules)]
    return made[0], made[1]


def _confirm(line: Line, texts: dict[str, str]) -> Judgement:
    anchors = quote_words(line.evidence, texts)
    return Judgement(
        "r1", "s1", line.layer, "confirm", "Mara Ilk", NOON,
        text=line.text, item=line.id, anchors=anchors, kind=line.kind, days=line.days,
    )  # fmt: skip


@pytest.mark.parametrize("back", [False, True])
def test_every_line_that_two_readers_have_is_found_as_itself(
    briefs: tuple[Brief, Brief], readings: Sequence[Reading], back: bool
) -> None:
    texts = {reading.document.id: reading.document.text for reading in readings}
    one, other = (list_lines(brief) for brief in (briefs[::-1] if back else briefs))
    ids = {line.id for line in other}
    wrong, elsewhere = [], []
    for line in one:
        judgement = _confirm(line, texts)
        found = find_line(judgement, judgement.anchors, other)
        if line.id in ids and (found is None or found.id != line.id):
            wrong.append(line.text)
        elif line.id not in ids and found is not None:
            elsewhere.append((line, found))

    assert wrong == []
    # What is told otherwise by the other reader is the same line in hardly more or fewer words, or none at all.
    assert len(ids & {line.id for line in one}) > 250
    assert [
        (line.text, found.text)
        for line, found in elsewhere
        if line.layer == "quotations" and not 0.5 <= len(found.text) / len(line.text) <= 2
    ] == []
