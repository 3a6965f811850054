"""Partial stories of windows joined across their borders, by the reports they share and by the weights of a stream."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tellings.model.story import Fingerprint, Story
from tellings.ports import Mapper
from tellings.story.windows import (
    LARGEST,
    OVERLAP,
    REACH,
    SIZE,
    Key,
    Partial,
    Window,
    find_place,
    find_windows,
    group_window,
    look_back,
    plan_windows,
)

if TYPE_CHECKING:
    from tellings.story.kept import Kept

Pair = tuple[Key, Key]
"""Two partial stories that are one, the earlier first."""


def compare_windows(
    window: Window, partials: Sequence[Partial], earlier: Iterable[Sequence[Partial]], *, most: int = REACH
) -> tuple[Pair, ...]:
    """Which partial stories of a window are one with those of the windows before, given nearest first.

    A partial story goes on the one that holds most of the reports it has in the overlap. So put together, the stories
    are drawn together by the weights of ``nearness``, the likeliest first, as a step of a ``Stream`` would; but no two
    of the windows before, which have been compared already. So each partial story has one earlier one at most, and
    what stands of earlier windows never changes. Of these at most ``most`` fingerprints are held.
    """
    homes, held = _take_up(earlier, {doc for partial in partials for doc in partial.shared}, most)
    if not homes and not held:
        return ()
    fresh: list[Partial] = []
    going_on: dict[Key, list[Partial]] = defaultdict(list)
    for partial in sorted(partials, key=lambda partial: partial.key):
        parent = _find_parent(partial, homes)
        if parent is None:
            fresh.append(partial)
        else:
            going_on[parent].append(partial)
    pairs = {(key, partial.key) for key, of in going_on.items() for partial in of}
    # Where too many stories share a term the ones that came last are found by it: those that rested longest go first.
    rested = [[shown] for shown in sorted(held.values(), key=_by_age) if shown.key not in going_on]
    grown = [[*([held[key]] if key in held else []), *map(_show, of)] for key, of in going_on.items()]
    for keys in _draw_together(rested, grown, list(map(_show, fresh)), window.before + len(partials)):
        pairs |= {(keys[0], key) for key in keys[1:]}
    return tuple(sorted(pairs))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is held of a partial story while it is compared: its last day as an ordinal, its heads."""

    key: Key
    last: int
    heads: "tuple[Kept, ...]"


def _show(partial: Partial) -> _Shown:
    from tellings.story.kept import keep

    return _Shown(partial.key, partial.last.toordinal() if partial.last else 0, tuple(map(keep, partial.heads)))


def _take_up(
    earlier: Iterable[Sequence[Partial]], wanted: set[str], most: int
) -> tuple[dict[str, Key], dict[Key, _Shown]]:
    """Whose the ``wanted`` reports are, and the partial stories held: the latest of the nearest windows."""
    homes: dict[str, Key] = {}
    held: dict[Key, _Shown] = {}
    left = most
    for others in earlier:
        homes.update((doc, other.key) for other in others for doc in other.documents if doc in wanted)
        for shown in sorted(map(_show, others), key=_by_age, reverse=True):
            left -= len(shown.heads)
            if left < 0:
                break
            held[shown.key] = shown
    return homes, held


def _draw_together(
    rested: Sequence[Sequence[_Shown]], grown: Sequence[Sequence[_Shown]], fresh: Sequence[_Shown], reports: int
) -> Iterator[list[Key]]:
    """Keys that are one story, rising: what came of the ``grown`` and the ``fresh`` beside those that ``rested``."""
    from tellings.story.gathering import Gathering, likely_enough
    from tellings.story.nearness import Frequencies

    frequencies = Frequencies()
    gathering = Gathering(frequencies, settled=True, room=max(1024, len(rested) + len(grown) + len(fresh)))
    key_of: dict[str, Key] = {}

    def put(of: Sequence[_Shown], *, known: bool) -> int:
        key_of.update((head.doc, shown.key) for shown in of for head in shown.heads)
        prints = [head for shown in of for head in shown.heads]
        cluster = gathering.make(prints, prints[0].doc if known else None)
        # Common is what the stories on both sides of the border tell of.
        frequencies.add(cluster.profile.terms)
        return gathering.put(cluster)

    for of in rested:
        put(of, known=True)
    numbers = [put(of, known=True) for of in grown] + [put([shown], known=False) for shown in fresh]
    for number in gathering.gather(numbers, likely_enough(reports)):
        yield sorted({key_of[p.doc] for p in gathering.clusters[number].prints})


def _by_age(shown: _Shown) -> tuple[int, Key]:
    return (shown.last, shown.key)


def _find_parent(partial: Partial, homes: Mapping[str, Key]) -> Key | None:
    """The earlier partial story that holds most of the shared reports, the first of those that hold as many."""
    counts = Counter(homes[doc] for doc in partial.shared if doc in homes)
    return min(counts, key=lambda key: (-counts[key], key)) if counts else None


def find_roots(pairs: Iterable[Pair]) -> dict[Key, Key]:
    """For each partial story that is one with an earlier one, the first of all it is one with."""
    up: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        path = []
        while key in up:
            path.append(key)
            key = up[key]
        up.update(dict.fromkeys(path[:-1], key))
        return key

    for one, other in pairs:
        first, last = sorted((root(one), root(other)))
        if first != last:
            up[last] = first
    return {key: root(key) for key in sorted(up)}


def join_borders(partials: Iterable[Partial], pairs: Iterable[Pair]) -> tuple[Story, ...]:
    """The stories that partial ones make up, by id: "s" and what follows the first letter of the first report's id.

    The title is that of the partial story with most reports, the first of those that have as many.
    """
    roots = find_roots(pairs)
    of: dict[Key, list[Partial]] = defaultdict(list)
    for partial in partials:
        of[roots.get(partial.key, partial.key)].append(partial)
    return tuple(sorted((join_partials(parts) for parts in of.values()), key=lambda story: story.id))


def join_partials(partials: Iterable[Partial]) -> Story:
    """The story that partial ones make up, in any order of them."""
    parts = sorted(partials, key=lambda partial: partial.key)
    return Story(
        id="s" + parts[0].key[1][1:],
        title=max(parts, key=lambda partial: len(partial.documents)).title,
        documents=tuple(sorted(doc for partial in parts for doc in partial.documents)),
        first=min((p.first for p in parts if p.first), default=None),
        last=max((p.last for p in parts if p.last), default=None),
    )


def group_in_windows(
    prints: Iterable[Fingerprint],
    mapper: Mapper,
    *,
    size: int = SIZE,
    overlap: int = OVERLAP,
    largest: int = LARGEST,
) -> tuple[Story, ...]:
    """The stories of many reports, by id, grouped window by window by the workers of ``mapper``.

    All fingerprints are held at once: an archive keeps them in files and calls what this calls, an item a window.

    Raises:
        ValueError: when fingerprints are of another scheme than this version compares.
    """
    placed = {p.doc: (find_place(p.doc, p.latest), p) for p in prints}
    windows = plan_windows(Counter(p.latest for _, p in placed.values()), size=size, overlap=overlap, largest=largest)
    seen: list[list[Fingerprint]] = [[] for _ in windows]
    for _, (place, print_) in sorted(placed.items()):
        for number in find_windows(windows, place):
            seen[number].append(print_)
    grouped = list(mapper.map(_begin_grouping, zip(windows, seen, strict=True)))
    found = mapper.map(
        _begin_comparing,
        (
            (window, grouped[at], [grouped[back] for back in look_back(windows, at)])
            for at, window in enumerate(windows)
        ),
    )
    return join_borders(chain.from_iterable(grouped), chain.from_iterable(found))


def _begin_grouping() -> Callable[[tuple[Window, Sequence[Fingerprint]]], tuple[Partial, ...]]:
    return lambda item: group_window(*item)


def _begin_comparing() -> Callable[[tuple[Window, Sequence[Partial], Sequence[Sequence[Partial]]]], tuple[Pair, ...]]:
    return lambda item: compare_windows(*item)
