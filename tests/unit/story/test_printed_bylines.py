"""Who wrote a report, as it is printed: names, and not the words before them."""

from pathlib import Path

import pytest

import tellings

REPORT = """Flood in Harsk

{byline}

HARSK (Orlan Press) - The river flooded the old town of Harsk on Monday, 10 March 2031, the mayor said.

Crews pumped water out of the cellars of Tarn Street until the evening, and the school stayed closed.
"""


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Wenna Tarn", ("Wenna Tarn",)),
        ("By Wenna Tarn and Jon Marek", ("Wenna Tarn and Jon Marek",)),
        ("Additional reporting by Hedda Rowe", ()),
    ],
)
def test_a_byline_is_told_without_the_words_before_the_name(
    tmp_path: Path, byline: str, expected: tuple[str, ...]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT.format(byline=byline), encoding="utf-8")

    brief = tellings.brief(str(path), model=False).briefing.stories[0]

    assert brief.documents[0].bylines == expected
