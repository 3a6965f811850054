"""Average linkage: things held together by how alike they are on the whole."""

import heapq
from collections.abc import Iterator, Mapping, Sequence


def link_average(likeness: Sequence[Mapping[int, float]], join: float) -> list[list[int]]:
    """Clusters of the indices of ``likeness``, merged best pair first while their mean likeness is at least ``join``.

    ``likeness`` is symmetric and sparse: what is left out counts as 0. Ties go to the lower indices. Average linkage
    (Sokal and Michener 1958), by a heap whose stale entries are passed over: n log n for sparse rows.
    """
    members: list[list[int]] = [[i] for i in range(len(likeness))]
    rows = [dict(row) for row in likeness]
    version = [0] * len(rows)
    heap = list(_pairs(rows))
    heapq.heapify(heap)
    while heap:
        distance, i, j, seen_i, seen_j = heapq.heappop(heap)
        if -distance < join:
            break
        if version[i] != seen_i or version[j] != seen_j:
            continue
        joint = _average(rows, members, i, j)
        members[i] += members[j]
        members[j] = []
        version[i] += 1
        version[j] = -1
        rows[i], rows[j] = joint, {}
        for k, mean in joint.items():
            rows[k].pop(j, None)
            rows[k][i] = mean
            low, high = min(i, k), max(i, k)
            heapq.heappush(heap, (-mean, low, high, version[low], version[high]))
    return [sorted(m) for m in members if m]


def _pairs(rows: Sequence[dict[int, float]]) -> Iterator[tuple[float, int, int, int, int]]:
    for i, row in enumerate(rows):
        for j, alike in row.items():
            if i < j:
                yield (-alike, i, j, 0, 0)


def _average(rows: Sequence[dict[int, float]], members: Sequence[list[int]], i: int, j: int) -> dict[int, float]:
    """How alike each other cluster is to the union of ``i`` and ``j``."""
    a, b = len(members[i]), len(members[j])
    keys = sorted((rows[i].keys() | rows[j].keys()) - {i, j})
    return {k: (rows[i].get(k, 0.0) * a + rows[j].get(k, 0.0) * b) / (a + b) for k in keys if members[k]}
