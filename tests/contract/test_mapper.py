"""What every ``Mapper`` keeps to: in this process, in processes of its own, on Ray."""

import os
import time
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from tellings.engines.local import HELD, LocalMapper
from tellings.engines.ray_data import ROUND, RayMapper
from tellings.errors import TellingsError
from tellings.ports import Mapper
from tests import workers

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs to see whether a process runs")

MADE = [pytest.param(("local", 1), id="local 1"), pytest.param(("local", 2), id="local 2")]
RAY = pytest.param(
    ("ray", 2),
    id="ray 2",
    marks=pytest.mark.skipif(not find_spec("ray"), reason="ray is not installed: pip install 'tellings[ray]'"),
)


@pytest.fixture(scope="module")
def ray() -> Iterator[RayMapper]:
    """One Ray for all tests."""
    with RayMapper(workers=2) as mapper:
        yield mapper


@pytest.fixture(params=[*MADE, RAY])
def mapper(request: pytest.FixtureRequest) -> Mapper:
    """Each of them."""
    return pick(request)


@pytest.fixture(params=[MADE[1], RAY])
def processes(request: pytest.FixtureRequest) -> Mapper:
    """Those with processes of their own."""
    return pick(request)


def pick(request: pytest.FixtureRequest) -> Mapper:
    engine, number = request.param
    ray: Mapper = request.getfixturevalue("ray") if engine == "ray" else LocalMapper(number)
    return ray


def test_one_result_an_item_in_their_order_and_begun_once_in_each_worker(mapper: Mapper, tmp_path: Path) -> None:
    done = list(mapper.map(partial(workers.begin_squares, tmp_path), range(12)))

    assert [square for square, _ in done] == [n * n for n in range(12)]
    begun = {int(path.name.removeprefix("begun-")) for path in tmp_path.glob("begun-*")}
    assert begun == {pid for _, pid in done}
    assert 1 <= len(begun) <= mapper.workers
    assert (begun == {os.getpid()}) == (mapper.workers == 1)


def test_nothing_begins_where_there_is_nothing_to_do(mapper: Mapper) -> None:
    assert list(mapper.map(workers.fail_to_begin, [])) == []


def test_what_the_work_raises_comes_after_the_results_before_it(mapper: Mapper) -> None:
    results = mapper.map(workers.begin_failing, range(5))

    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(LookupError, match="two") as caught:
        next(results)
    assert caught.value.args == ("two", 2)
    assert next(results, "ended") == "ended"


def test_an_item_that_lost_its_worker_is_done_again(processes: Mapper, tmp_path: Path) -> None:
    assert list(processes.map(partial(workers.begin_killed, tmp_path, 2), range(8))) == list(range(8))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_item_that_always_loses_its_worker_ends_the_run(processes: Mapper, tmp_path: Path) -> None:
    results = processes.map(partial(workers.begin_killed, tmp_path, 99), range(8))

    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(TellingsError, match="lost 3 times over the same piece of work"):
        next(results)
    assert len(list(tmp_path.iterdir())) == 3


def test_items_are_taken_as_they_are_needed_and_closing_stops_the_workers(processes: Mapper, tmp_path: Path) -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = processes.map(partial(workers.begin_squares, tmp_path), endless())
    made = [next(results) for _ in range(3)]
    results.close()

    assert [square for square, _ in made] == [1, 4, 9]
    assert taken <= max(HELD, ROUND) * processes.workers
    until = time.monotonic() + 20
    while any(workers.alive(pid) for _, pid in made) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for _, pid in made if workers.alive(pid)] == []
