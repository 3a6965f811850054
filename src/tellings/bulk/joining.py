"""What partial stories are part of, found window by window: what no later window can go on with is let go."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any
from zlib import crc32

import msgspec

from tellings.bulk.places import Folder, Written
from tellings.bulk.tables import read_rows
from tellings.story.borders import Pair, find_roots
from tellings.story.windows import Key, Window, look_back

BRIEFED = 600
"""Reports that a brief rests on at most: what it takes grows faster than their number."""
WAITING = 100_000
"""Links held until they are written."""

_COLUMNS = ("day", "first_report", "title", "reports", "documents", "central")
_Lot = tuple[int, str, int]
"""A report drawn by lot: the hash of its id, its id, and which part of the story it is of."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a partial story is a part of: the first report of the whole, its window, title and number of reports.

    ``briefed`` names reports of the partial story that the brief rests on; ``None``: it rests on all.
    """

    key: Key
    root: Key
    window: int
    title: str
    reports: int
    briefed: tuple[str, ...] | None = None


def window_name(number: int) -> str:
    """The file of the partial stories of a window."""
    return f"work/windows/window-{number:06d}.parquet"


def border_name(number: int) -> str:
    """The file of what partial stories of a window are one with."""
    return f"work/borders/window-{number:06d}.json"


def choose_briefed(first: str, central: Iterable[str], documents: Sequence[str]) -> frozenset[str]:
    """``BRIEFED`` of the documents: the first, those that say most of what all say, and others by lot of their ids."""
    if len(documents) <= BRIEFED:
        return frozenset(documents)
    return _choose(first, _draw(central, 0, BRIEFED // 2), _draw(documents, 0, BRIEFED))


def _draw(documents: Iterable[str], part: int, most: int) -> list[_Lot]:
    return nsmallest(most, ((crc32(doc.encode()), doc, part) for doc in documents))


def _choose(first: str, central: Sequence[_Lot], drawn: Sequence[_Lot]) -> frozenset[str]:
    return frozenset(list(dict.fromkeys([first, *(lot[1] for lot in (*central, *drawn))]))[:BRIEFED])


def link_alone(number: int, row: Mapping[str, Any]) -> Link:
    """What a partial story of a window is that crosses no border: a whole one."""
    key, docs = (row["day"], row["first_report"]), row["documents"]
    briefed = tuple(sorted(choose_briefed(key[1], row["central"], docs))) if len(docs) > BRIEFED else None
    return Link(key, key, number, row["title"], len(docs), briefed)


@dataclass(slots=True)
class _Story:
    """A story that a later window may go on with: its partial stories by window and key, and a sample of its reports.

    ``title`` is that of the part with most reports, the first of those that have as many.
    """

    parts: list[tuple[int, Key]] = field(default_factory=list)
    title: str = ""
    most: int = 0
    reports: int = 0
    drawn: list[_Lot] = field(default_factory=list)
    central: list[_Lot] = field(default_factory=list)

    def add(self, number: int, row: Mapping[str, Any]) -> None:
        """Takes in a partial story of a window."""
        part = len(self.parts)
        self.parts.append((number, (row["day"], row["first_report"])))
        self.reports += row["reports"]
        if row["reports"] > self.most:
            self.title, self.most = row["title"], row["reports"]
        self.drawn = nsmallest(BRIEFED, [*self.drawn, *_draw(row["documents"], part, BRIEFED)])
        self.central = nsmallest(BRIEFED // 2, [*self.central, *_draw(row["central"], part, BRIEFED // 2)])

    def find_links(self) -> Iterator[tuple[int, Link]]:
        """What each part is a part of, with its window."""
        root = min(key for _, key in self.parts)
        briefed = self._find_briefed(root) if self.reports > BRIEFED else None
        for at, (number, key) in enumerate(self.parts):
            chosen = None if briefed is None else tuple(sorted(briefed[at]))
            yield number, Link(key, root, self.parts[0][0], self.title, self.reports, chosen)

    def _find_briefed(self, root: Key) -> dict[int, set[str]]:
        part_of = {doc: part for _, doc, part in (*self.drawn, *self.central)}
        part_of[root[1]] = next(at for at, (_, key) in enumerate(self.parts) if key == root)
        found: dict[int, set[str]] = defaultdict(set)
        for doc in _choose(root[1], self.central, self.drawn):
            found[part_of[doc]].add(doc)
        return found


def join_windows(folder: Folder, windows: Sequence[Window], *, waiting: int = WAITING) -> list[tuple[Written, ...]]:
    """For each window the files that say what those of its partial stories that cross a border are part of.

    Held are the partial stories of windows that a later one is compared with, and ``waiting`` links: as much for a
    hundred windows as for a thousand. Which links stand in which file depends on ``waiting`` alone.

    Raises:
        OutputError: when the links cannot be written.
    """
    until = _find_last_looks(windows)
    spool = _Spool(folder, len(windows), waiting)
    pairs: dict[int, tuple[Pair, ...]] = {}
    homes: dict[int, dict[Key, _Story]] = {}
    for number in range(len(windows)):
        for ahead in range(max(pairs, default=number - 1) + 1, until[number] + 1):
            pairs[ahead] = _read_pairs(folder, ahead)
        wanted = {key for of in pairs.values() for pair in of for key in pair}
        rows = {}
        for row in read_rows(folder, window_name(number), columns=_COLUMNS) if wanted else ():
            if (key := (row["day"], row["first_report"])) in wanted:
                rows[key] = row
        homes[number] = _sort_in(number, rows, find_roots(pairs.pop(number)), homes)
        for over in [earlier for earlier in homes if until[earlier] <= number]:
            for story in {id(story): story for story in homes.pop(over).values()}.values():
                if story.parts[-1][0] == over:
                    spool.put(story.find_links())
    return spool.close()


def _find_last_looks(windows: Sequence[Window]) -> list[int]:
    """For each window the last one that is compared with it, or itself; never less than for the window before.

    So a story may go once nobody looks at the window of its last part.
    """
    until = list(range(len(windows)))
    for number in range(len(windows)):
        for back in look_back(windows, number):
            until[back] = max(until[back], number)
    return until


def _read_pairs(folder: Folder, number: int) -> tuple[Pair, ...]:
    # The first window has none before it.
    return msgspec.json.decode(folder.read(border_name(number)), type=tuple[Pair, ...]) if number else ()


def _sort_in(
    number: int, rows: Mapping[Key, Mapping[str, Any]], roots: Mapping[Key, Key], homes: Mapping[int, dict[Key, _Story]]
) -> dict[Key, _Story]:
    """The story of each partial one of a window; an earlier one it goes on with grows by it.

    Raises:
        ValueError: when two stories that were apart so far would be one, or one is named that was let go: comparing
            windows rules both out.
    """
    stories: dict[Key, _Story] = {}
    for key in sorted({*roots, *roots.values()} - rows.keys()):
        story = next((of[key] for of in homes.values() if key in of), None)
        if story is None:
            raise ValueError(f"A border of window {number} names {key[1]}, which is in no window it looks back on.")
        if stories.setdefault(roots.get(key, key), story) is not story:
            raise ValueError(f"The borders of window {number} make one of two stories that earlier windows keep apart.")
    mine = {}
    for key, row in rows.items():
        mine[key] = stories.setdefault(roots.get(key, key), _Story())
        mine[key].add(number, row)
    return mine


class _Spool:
    """Links on their way to files, one for each window of the stories that were let go together."""

    def __init__(self, folder: Folder, windows: int, waiting: int) -> None:
        self._folder, self._most = folder, waiting
        self._waiting: dict[int, list[Link]] = defaultdict(list)
        self._files: list[list[Written]] = [[] for _ in range(windows)]
        self._held = 0

    def put(self, links: Iterable[tuple[int, Link]]) -> None:
        """Takes the links of a story."""
        for number, link in links:
            self._waiting[number].append(link)
            self._held += 1
        if self._held >= self._most:
            self._write()

    def close(self) -> list[tuple[Written, ...]]:
        """The files of each window, all written."""
        self._write()
        return [tuple(files) for files in self._files]

    def _write(self) -> None:
        for number, links in sorted(self._waiting.items()):
            files = self._files[number]
            name = f"work/links/window-{number:06d}-{len(files):06d}.json"
            links.sort(key=lambda link: link.key)
            files.append(self._folder.write(name, msgspec.json.encode(links), rows=len(links)))
        self._waiting.clear()
        self._held = 0


def read_links(folder: Folder, names: Iterable[str]) -> dict[Key, Link]:
    """What partial stories of a window are part of, by their keys; those that cross no border are left out."""
    found: list[Link] = []
    for name in names:
        found += msgspec.json.decode(folder.read(name), type=list[Link])
    return {link.key: link for link in found}
