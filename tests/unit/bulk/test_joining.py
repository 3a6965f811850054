"""Partial stories joined window by window are those that all pairs at once make up."""

import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tellings.bulk import joining
from tellings.bulk.joining import Link, border_name, choose_briefed, join_windows, link_alone, read_links, window_name
from tellings.bulk.places import Folder
from tellings.bulk.tables import PARTIALS, Row, write_rows
from tellings.story.borders import Pair, find_roots
from tellings.story.windows import Key, Window, look_back

DAY = date(2031, 1, 1).toordinal()


def make_windows(count: int, reports: int) -> list[Window]:
    """Windows of a day and so many reports each, their overlap the day before."""
    return [Window(n, (DAY + max(0, n - 1), 0), (DAY + n, 0), (DAY + n + 1, 0), n * reports) for n in range(count)]


def make_archive(
    folder: Folder, chance: random.Random, windows: list[Window]
) -> tuple[dict[int, list[Row]], set[Pair]]:
    """Partial stories with one earlier one at most, no further back than a window looks, and others of their window."""
    rows: dict[int, list[Row]] = {}
    pairs: set[Pair] = set()
    ids = iter(chance.sample(range(10**6), 10**4))
    for window in windows:
        mine: list[Row] = []
        for _ in range(chance.randint(1, 6)):
            docs = sorted(f"d{next(ids):06d}" for _ in range(chance.choice((1, 1, 2, 5))))
            mine.append(
                {
                    "day": window.start[0], "first_report": docs[0], "title": f"Title of {docs[0]}", "first": None,
                    "last": None, "reports": len(docs), "documents": docs, "partitions": [0] * len(docs), "shared": [],
                    "central": docs[:2], "heads": [],
                }
            )  # fmt: skip
        mine.sort(key=key_of)
        write_rows(folder, window_name(window.number), PARTIALS, [mine])
        found: set[Pair] = set()
        taken: set[Key] = set()
        for row in mine:
            if chance.random() < 0.7 and (back := look_back(windows, window.number)):
                found.add((key_of(chance.choice(rows[chance.choice(back)])), key_of(row)))
                taken.add(key_of(row))
        fresh = [key_of(row) for row in mine if key_of(row) not in taken]
        found |= {(fresh[0], key) for key in fresh[1:] if chance.random() < 0.3}
        if window.number:
            folder.write(border_name(window.number), msgspec.json.encode(sorted(found)))
            pairs |= found
        rows[window.number] = mine
    return rows, pairs


def key_of(row: Row) -> Key:
    return (row["day"], row["first_report"])


def join_at_once(rows: dict[int, list[Row]], pairs: set[Pair]) -> dict[Key, Link]:
    """The same from all pairs and all partial stories together."""
    roots = find_roots(pairs)
    stories: dict[Key, list[tuple[int, Row]]] = defaultdict(list)
    for number, mine in rows.items():
        for row in mine:
            stories[roots.get(key_of(row), key_of(row))].append((number, row))
    found = {}
    for root, of in stories.items():
        docs = [doc for _, row in of for doc in row["documents"]]
        briefed = choose_briefed(root[1], [doc for _, row in of for doc in row["central"]], docs)
        for _, row in of:
            chosen = tuple(sorted(briefed & set(row["documents"]))) if len(docs) > joining.BRIEFED else None
            title = max(of, key=lambda one: one[1]["reports"])[1]["title"]
            found[key_of(row)] = Link(key_of(row), root, of[0][0], title, len(docs), chosen)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_window_by_window_is_as_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(joining, "BRIEFED", 6)
    chance = random.Random(seed)
    windows = make_windows(12, chance.choice((40_000, 150_000, 300_000)))
    folder = Folder(str(tmp_path))
    rows, pairs = make_archive(folder, chance, windows)
    expected = join_at_once(rows, pairs)

    for waiting in (1, 7, 10_000):
        files = join_windows(folder, windows, waiting=waiting)
        found = {}
        for number, mine in rows.items():
            links = read_links(folder, [file.name for file in files[number]])
            assert set(links) <= set(map(key_of, mine))
            for row in mine:
                found[key_of(row)] = links.get(key_of(row)) or link_alone(number, row)
        assert found == expected
    assert any(link.key != link.root for link in found.values())


def test_a_story_is_let_go_once_no_window_looks_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = make_windows(40, 400_000)
    folder = Folder(str(tmp_path))
    chance = random.Random(5)
    make_archive(folder, chance, windows)
    most = 0
    sort_in = joining._sort_in

    def watch(*given: object) -> object:
        nonlocal most
        homes = given[3]
        assert isinstance(homes, dict)
        most = max(most, len(homes))
        return sort_in(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(joining, "_sort_in", watch)
    join_windows(folder, windows)

    assert most <= 2


def test_borders_that_make_one_of_two_stories_are_refused(tmp_path: Path) -> None:
    windows = make_windows(3, 100_000)
    folder = Folder(str(tmp_path))
    make_archive(folder, random.Random(1), windows)
    first, second, third = ("d000001", "d000002", "d000003")
    for number, docs in ((0, (first, second)), (1, (third,))):
        mine: list[Row] = [
            {
                "day": DAY + number, "first_report": doc, "title": doc, "first": None, "last": None, "reports": 1,
                "documents": [doc], "partitions": [0], "shared": [], "central": [doc], "heads": [],
            }
            for doc in docs
        ]  # fmt: skip
        write_rows(folder, window_name(number), PARTIALS, [mine])
    both = [((DAY, first), (DAY + 1, third)), ((DAY, second), (DAY + 1, third))]
    folder.write(border_name(1), msgspec.json.encode(both))

    with pytest.raises(ValueError, match="keep apart"):
        join_windows(folder, windows[:2])
