"""The figures of the README are those the floors were pinned from."""

import json
import re

import pytest

from bench.quality import BEGIN, END, FLOORS, README, SLACK, TARGETS

README_TEXT = README.read_text(encoding="utf-8")
PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))["floors"]


def _figures(page: str) -> dict[tuple[str, str], float]:
    """The measured value of each group and measure in the table."""
    rows = page.partition(BEGIN)[2].partition(END)[0].splitlines()[3:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {
        (group, name): float(re.split(r"[ (]", value)[0])
        for name, *values in cells
        for group, value in zip(TARGETS, values, strict=True)
        if value != "-"
    }


def test_every_pinned_measure_is_told() -> None:
    assert set(_figures(README_TEXT)) == {(group, name) for group, floors in PINNED.items() for name in floors}


@pytest.mark.parametrize(("group", "name"), _figures(README_TEXT), ids="-".join)
def test_a_figure_is_a_little_over_its_floor(group: str, name: str) -> None:
    figure, floor = _figures(README_TEXT)[group, name], PINNED[group][name]

    assert floor <= figure + 0.0005
    assert figure - floor <= SLACK + 0.0015, "the floor was not raised with the figure"


def test_the_table_stands_in_the_readme() -> None:
    assert bool(PINNED) == (BEGIN in README_TEXT)
