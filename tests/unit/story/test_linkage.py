from hypothesis import given
from hypothesis import strategies as st

from tellings.story.linkage import link_average


def test_a_chain_of_half_alike_things_does_not_hold_together() -> None:
    rows = [{1: 0.6}, {0: 0.6, 2: 0.5}, {1: 0.5}]
    assert link_average(rows, 0.4) == [[0, 1], [2]]


def test_all_join_when_all_are_alike() -> None:
    rows = [{1: 0.9, 2: 0.9}, {0: 0.9, 2: 0.9}, {0: 0.9, 1: 0.9}]
    assert link_average(rows, 0.5) == [[0, 1, 2]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0.01, 1)), max_size=30))
def test_every_index_is_in_exactly_one_cluster(edges: list[tuple[int, int, float]]) -> None:
    rows: list[dict[int, float]] = [{} for _ in range(10)]
    for a, b, alike in edges:
        if a != b:
            rows[a][b] = rows[b][a] = alike
    clusters = link_average(rows, 0.3)
    assert sorted(i for c in clusters for i in c) == list(range(10))
