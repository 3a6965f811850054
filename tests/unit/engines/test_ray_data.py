"""What the mapper does when the process that speaks with Ray does not begin, or is gone. No Ray is needed here."""

from functools import partial
from pathlib import Path

import pytest

from tellings.engines import ray_data
from tellings.engines.ray_data import RayMapper
from tellings.errors import TellingsError, UsageError
from tests.workers import drive_late


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file for each time that Ray was begun."""
    monkeypatch.setenv("TELLINGS_TRIES", str(tmp_path))
    monkeypatch.setattr(ray_data, "drive", drive_late)
    return tmp_path


def test_a_busy_machine_is_given_more_time(tries: Path) -> None:
    with RayMapper() as mapper:
        assert mapper.workers == 2
        assert list(mapper.map(partial(partial, abs), [-1, 2, -3])) == [1, 2, 3]
    assert len(list(tries.iterdir())) == 3


def test_it_is_not_tried_for_ever(tries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_data, "ATTEMPTS", 2)
    with pytest.raises(TellingsError, match="the machine is busy"):
        list(RayMapper(workers=1).map(partial(partial, abs), [1]))


def test_a_cluster_that_is_gone_is_told(tries: Path) -> None:
    with RayMapper() as mapper:
        results = mapper.map(partial(partial, abs), [-1, 9, 2])

        assert next(results) == 1
        with pytest.raises(TellingsError, match="exit code 7"):
            next(results)


@pytest.mark.parametrize("address", ["", "head", "10.0.0.1:6379;ls", "http://head:6379", "head:123456"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(UsageError, match="is no address of a Ray cluster"):
        RayMapper(address)


def test_no_worker_is_too_few() -> None:
    with pytest.raises(UsageError, match="one worker at least, not 0"):
        RayMapper(workers=0)
