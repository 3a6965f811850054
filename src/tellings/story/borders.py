"""Partial stories of windows joined across their borders, by the reports they share and by the weights of a stream."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from tellings.model.story import Fingerprint, Story
from tellings.ports import Mapper
from tellings.story.windows import (
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

Pair = tuple[Key, Key]
"""Two partial stories that are one, the earlier first."""


def compare_windows(
    window: Window, partials: Sequence[Partial], earlier: Iterable[Sequence[Partial]], *, most: int = REACH
) -> tuple[Pair, ...]:
    """Which partial stories of a window are one with those of the windows before, given nearest first.

    A partial story goes on the one that holds most of the reports it has in the overlap. So put together, the stories
    are drawn together by the weights of ``nearness``, the likeliest first, as a step of a ``Stream`` would. Beside the
    window's own at most ``most`` fingerprints are held.
    """
    from tellings.story.gathering import Gathering, likely_enough
    from tellings.story.kept import Kept, keep
    from tellings.story.nearness import Frequencies

    wanted = {doc for partial in partials for doc in partial.shared}
    homes: dict[str, Key] = {}
    held: dict[Key, Partial] = {}
    prints = 0
    for others in earlier:
        homes.update((doc, other.key) for other in others for doc in other.documents if doc in wanted)
        for other in sorted(others, key=_by_age, reverse=True):
            if prints + len(other.heads) > most:
                break
            prints += len(other.heads)
            held[other.key] = other
    if not homes and not held:
        return ()
    going_on: dict[Key, list[Partial]] = defaultdict(list)
    fresh: list[tuple[Key, Sequence[Partial]]] = []
    for partial in partials:
        parent = _find_parent(partial, homes)
        if parent is None:
            fresh.append((partial.key, [partial]))
        else:
            going_on[parent].append(partial)
    fresh += [(key, [*([held[key]] if key in held else []), *of]) for key, of in sorted(going_on.items())]
    # The frequencies are those of all stories on either side of the border.
    frequencies = Frequencies()
    gathering = Gathering(frequencies, room=max(1024, len(held) + len(fresh)), settled=True)
    key_of = {p.doc: partial.key for partial in chain(held.values(), partials) for p in partial.heads}

    def put(of: Sequence[Partial], known: str | None) -> int:
        kept: list[Kept] = [keep(p) for partial in of for p in partial.heads]
        cluster = gathering.make(kept, known)
        frequencies.add(cluster.profile.terms)
        return gathering.put(cluster)

    for key, other in sorted(held.items()):
        if key not in going_on:
            put([other], key[1])
    numbers = [put(of, key[1] if key in going_on else None) for key, of in fresh]
    pairs = {(key, of.key) for key, going in going_on.items() for of in going}
    for number in gathering.gather(numbers, likely_enough(window.before + len(partials))):
        first, *rest = sorted({key_of[p.doc] for p in gathering.clusters[number].prints})
        pairs |= {(first, key) for key in rest}
    return tuple(sorted(pairs))


def _by_age(partial: Partial) -> tuple[int, Key]:
    return (partial.last.toordinal() if partial.last else 0, partial.key)


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
    prints: Iterable[Fingerprint], mapper: Mapper, *, size: int = SIZE, overlap: int = OVERLAP
) -> tuple[Story, ...]:
    """The stories of many reports, by id, grouped window by window by the workers of ``mapper``.

    All fingerprints are held at once: an archive keeps them in files and calls what this calls, an item a window.

    Raises:
        ValueError: when fingerprints are of another scheme than this version compares.
    """
    placed = {p.doc: (find_place(p.doc, p.latest), p) for p in prints}
    windows = plan_windows(Counter(p.latest for _, p in placed.values()), size=size, overlap=overlap)
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
