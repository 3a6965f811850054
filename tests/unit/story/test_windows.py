"""Stories grouped window by window: the plan, the borders, and that neither order nor workers change them."""

import pickle
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model.story import Fingerprint, Story
from tellings.ports.work import Item, Result
from tellings.story.borders import compare_windows, find_roots, group_in_windows, join_borders
from tellings.story.group import group_days, in_days
from tellings.story.windows import (
    HEADS,
    UNDATED,
    Window,
    find_place,
    find_windows,
    group_window,
    look_back,
    plan_windows,
)

FIRST = date(2031, 1, 1)


class Pickling:
    """Does the work here, in an order of its own, over what went through pickle, as workers would."""

    name = "test"
    workers = 3

    def map(
        self, begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item]
    ) -> Generator[Result, None, None]:
        work = pickle.loads(pickle.dumps(begin))()
        packed = [pickle.dumps(item) for item in items]
        done = {at: pickle.dumps(work(pickle.loads(packed[at]))) for at in reversed(range(len(packed)))}
        for at in range(len(packed)):
            yield pickle.loads(done[at])


def print_of(number: int, story: int, day: int | None) -> Fingerprint:
    """A report of a made-up story: three words in four are the story's, the others its own."""
    words = np.random.default_rng(story).integers(1, 1 << 32, 48, np.uint64)
    words[36:] = np.random.default_rng(10_000 + number).integers(1, 1 << 32, 12, np.uint64)
    terms = np.unique(words.astype("<u4"))
    told = None if day is None else FIRST + timedelta(days=day)
    return Fingerprint(
        f"d{number:04}", f"Story {story}", told, told, terms.tobytes(), bytes([200]) * len(terms), bytes(len(terms))
    )


def corpus(reports: int, stories: int, days: int, *, dwell: int = 3) -> list[Fingerprint]:
    """Reports over ``days``; those of a story come out within ``dwell`` days."""
    drawn = np.random.default_rng(7)
    begun = drawn.integers(0, max(1, days - dwell), stories)
    of = drawn.integers(0, stories, reports)
    return [print_of(n, int(s), int(begun[s] + drawn.integers(0, dwell))) for n, s in enumerate(of)]


def as_sets(stories: Iterable[Story]) -> set[tuple[str, ...]]:
    return {story.documents for story in stories}


def test_a_window_has_whole_days_and_its_overlap_the_reports_before() -> None:
    days = [FIRST + timedelta(days=n) for n in range(4)]
    plan = plan_windows(Counter(days * 10), size=25, overlap=5)

    first, second = days[0].toordinal(), days[2].toordinal()
    assert [(w.start, w.end) for w in plan] == [((first, 0), (second, 0)), ((second, 0), (UNDATED + 1, 0))]
    assert [w.before for w in plan] == [0, 20]
    assert plan[1].lead == (days[1].toordinal(), 1 << 31)
    assert plan[0].lead == plan[0].start


def test_a_busy_day_is_cut_by_hashes_and_the_undated_come_last() -> None:
    plan = plan_windows({FIRST: 30, None: 4}, size=10, overlap=2, largest=10)

    assert [w.start[0] for w in plan] == [FIRST.toordinal()] * 3 + [UNDATED]
    assert [w.before for w in plan] == [0, 10, 20, 30]
    seen = [list(find_windows(plan, (FIRST.toordinal(), at << 28))) for at in (0, 5, 6, 15)]
    assert seen == [[0], [0, 1], [1], [2, 3]]
    assert list(find_windows(plan, (UNDATED, 0))) == [3]
    assert len(plan_windows({FIRST: 30, None: 4}, size=10, overlap=2)) == 2


def test_later_days_change_no_window_but_the_last() -> None:
    days = Counter[date | None]({FIRST + timedelta(days=n): 3 + n % 5 for n in range(40)})
    plan = plan_windows(days, size=20, overlap=8)
    longer = plan_windows(days + Counter({FIRST + timedelta(days=40): 9}), size=20, overlap=8)

    assert longer[: len(plan) - 1] == plan[:-1]


def test_an_impossible_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="Windows of 0 reports"):
        plan_windows({FIRST: 1}, size=0)
    assert plan_windows({}) == ()
    assert plan_windows({FIRST: 0}) == ()


@given(
    st.lists(st.tuples(st.integers(0, 20) | st.none(), st.text("abc", min_size=1, max_size=4)), max_size=60),
    st.integers(1, 30),
    st.integers(0, 20),
    st.integers(1, 30),
)
def test_each_report_is_held_by_one_window_and_seen_by_those_that_follow(
    reports: list[tuple[int | None, str]], size: int, overlap: int, largest: int
) -> None:
    latest = {doc: None if day is None else FIRST + timedelta(days=day) for day, doc in reports}
    plan = plan_windows(Counter(latest.values()), size=size, overlap=overlap, largest=largest)

    for doc, day in latest.items():
        place = find_place(doc, day)
        assert [w.number for w in plan if w.holds(place)] == [find_windows(plan, place)[0]]
        assert [w.number for w in plan if w.sees(place)] == list(find_windows(plan, place))
    for window in plan:
        assert window.lead <= window.start < window.end
        back = look_back(plan, window.number, most=5)
        overlapped = [w.number for w in plan[: window.number] if w.end > window.lead]
        assert set(overlapped) <= set(back)


def test_one_window_tells_what_the_stream_tells() -> None:
    prints = corpus(120, 40, 30)

    whole = group_days(in_days(prints)).stories
    assert group_in_windows(prints, Pickling()) == tuple(replace(s, absorbed=()) for s in whole)


@pytest.mark.parametrize(("size", "overlap"), [(60, 30), (40, 0), (15, 15)])
def test_windows_tell_what_the_stream_tells(size: int, overlap: int) -> None:
    prints = corpus(240, 60, 60)

    whole = group_days(in_days(prints)).stories
    found = group_in_windows(prints, Pickling(), size=size, overlap=overlap)
    assert as_sets(found) == as_sets(whole)
    assert len({story.id for story in found}) == len(found)
    assert all("d" + story.id[1:] in story.documents for story in found)


def test_a_story_longer_than_a_window_and_one_that_rested_come_together() -> None:
    long = [print_of(n, 1, n // 2) for n in range(40)]
    rested = [print_of(100 + n, 2, day) for n, day in enumerate((0, 1, 18, 19))]
    others = [print_of(200 + n, 50 + n, n // 3) for n in range(60)]

    found = group_in_windows(long + rested + others, Pickling(), size=15, overlap=5)
    assert {tuple(p.doc for p in long), tuple(p.doc for p in rested)} <= as_sets(found)
    ids = {story.documents[0]: story for story in found}
    assert (ids["d0000"].id, ids["d0000"].title) == ("s0000", "Story 1")
    assert (ids["d0100"].first, ids["d0100"].last) == (FIRST, FIRST + timedelta(days=19))


def test_a_day_shared_by_windows_and_reports_without_a_day_find_their_stories() -> None:
    busy = [print_of(n, n % 12, 3) for n in range(60)]
    undated = [print_of(100 + n, n % 12, None) for n in range(12)]

    found = group_in_windows(busy + undated, Pickling(), size=20, overlap=10, largest=20)
    assert as_sets(found) == {
        tuple(sorted(p.doc for at, p in enumerate(busy + undated) if at % 12 == story)) for story in range(12)
    }


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(10, 50), st.integers(0, 30))
def test_the_order_of_what_comes_in_changes_nothing(random: object, size: int, overlap: int) -> None:
    prints = corpus(60, 20, 20)
    found = group_in_windows(prints, Pickling(), size=size, overlap=overlap)
    mixed = list(prints)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert group_in_windows(mixed, Pickling(), size=size, overlap=overlap) == found
    assert sorted(doc for s in found for doc in s.documents) == sorted(p.doc for p in prints)


def test_a_partial_story_shows_few_reports_across_the_border() -> None:
    prints = [print_of(n, 1, n // 4) for n in range(40)]
    plan = plan_windows(Counter(p.latest for p in prints), size=24, overlap=8)
    (first,), (second,) = (group_window(window, prints) for window in plan)

    assert (len(first.documents), len(second.documents)) == (24, 16)
    assert second.shared
    assert set(second.shared) <= set(first.documents)
    assert {len(first.heads), len(second.heads)} == {HEADS}
    assert {p.doc for p in second.heads} <= set(second.documents)
    assert compare_windows(plan[1], [second], [[first]]) == ((first.key, second.key),)
    assert compare_windows(plan[1], [second], [[first]], most=0) == ((first.key, second.key),)
    assert compare_windows(plan[0], [first], []) == ()
    assert join_borders([second, first], [(first.key, second.key)])[0].documents == tuple(p.doc for p in prints)


def test_fingerprints_of_another_scheme_are_refused() -> None:
    window = Window(0, (0, 0), (0, 0), (UNDATED + 1, 0), 0)
    with pytest.raises(ValueError, match="scheme 99"):
        group_window(window, [replace(print_of(1, 1, 1), scheme=99)])


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_each_leads_to_the_first_it_is_one_with(links: Sequence[tuple[int, int]]) -> None:
    pairs = [((one, ""), (other, "")) for one, other in links]
    roots = find_roots(pairs)

    assert find_roots(reversed(pairs)) == roots
    assert all(root < key and root not in roots for key, root in roots.items())
    assert all(roots.get(one, one) == roots.get(other, other) for one, other in pairs)
