"""What an archive is reckoned to take: pieces as they are cut in truth, and workers that take them in turn."""

from typing import Any

import msgspec
import pytest

from bench.costs import COSTS, Costs, reckon
from bench.simulate import SIZES, Stage, simulate, spread_evenly
from tellings.story.windows import plan_windows

KNOWN = msgspec.json.decode(COSTS.read_bytes(), type=Costs)


def test_workers_take_pieces_in_turn() -> None:
    stage = Stage("group", (5.0, 1.0, 1.0, 4.0), 0, 0, 0)

    assert [stage.clock(workers) for workers in (1, 2, 9)] == [11.0, 6.0, 5.0]


@pytest.mark.parametrize(("reports", "days"), [(10**4, 10), (10**6, 250), (10**7, 5)])
def test_every_report_is_read_grouped_and_briefed_once(reports: int, days: int) -> None:
    stages = {stage.name: stage for stage in simulate(KNOWN, reports, days)}

    assert sum(stages["read"].pieces) == pytest.approx(reports * KNOWN.read)
    assert sum(stages["brief"].pieces) == pytest.approx(reports * KNOWN.brief)
    assert len(stages["group"].pieces) == len(plan_windows(spread_evenly(reports, days)))
    assert stages["compare"].pieces[0] == 0


def test_memory_of_a_worker_does_not_grow_with_the_archive() -> None:
    million, billion = (simulate(KNOWN, reports, SIZES[reports]) for reports in (10**6, 10**9))
    most = [max(stage.memory for stage in stages) for stages in (million, billion)]

    assert most[1] < 2 * most[0]
    assert most[1] < 4e9


def test_costs_are_told_as_of_the_quickest_pace() -> None:
    archive = dict.fromkeys(
        ("characters", "bytes_input", "readings_b", "fingerprints_b", "stories_b", "briefs_b", "peak"), 1.0
    )
    seconds = dict.fromkeys(("read_s", "briefs_s", "shuffle_s", "stories_s"), 0.5)
    found: dict[str, dict[str, Any]] = {
        "group 1": {"pace": 1.0, "base": 500.0, "group": [[1024, 10.24, 3000.0]]},
        "group 2": {"pace": 2.0, "base": 1976.0, "group": [[4096, 81.92, 8692.0]]},
        "borders": {"pace": 1.0, "compare": [[10, 0, 0], [10, 3, 0], [10, 4, 5000.0]], "told": [30, 7.0]},
        "rules": archive | seconds | {"pace": 2.0},
        "model": {"pace": 1.0, "read_s": 0.9},
        "fewer": {"pace": 1.0, "read_s": 0.4},
        "join": {"pace": 2.0, "join_s": 0.2, "link": 9.0},
    }
    costs = reckon(found)

    assert (costs.pace, costs.read, costs.read_with_model) == pytest.approx((1.0, 0.25, 0.75))
    assert (costs.group, costs.group_log) == pytest.approx((0.01, 0.0), abs=1e-9)
    assert (costs.join, costs.memory_link, costs.bytes_partial) == pytest.approx((0.1, 9.0, 7.0))
    assert (costs.compare_told, costs.compare_held) == pytest.approx((0.2, 0.1))
    assert (costs.memory, costs.memory_seen) == (500.0, 2.0)
