"""A Ray cluster that is reached as a client, from outside of it: ``ray://HOST:PORT``."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from tellings.engines.ray_data import RayMapper
from tests import workers

pytestmark = pytest.mark.skipif(
    not find_spec("ray") or not find_spec("grpc"), reason="needs pip install 'tellings[ray]' 'ray[client]'"
)
ROOT = Path(__file__).parents[2]
WORKER_PORTS = (10_002, 19_999)
"""Where a cluster lets its own workers listen."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, none of them among those of a cluster's workers."""
    with ExitStack() as held:
        found: list[int] = []
        while len(found) < count:
            taken = held.enter_context(socket.socket())
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            if not WORKER_PORTS[0] <= port <= WORKER_PORTS[1]:
                found.append(port)
        return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The client's address of a cluster of one machine and two cores."""
    head, client = free_ports(2)
    # The path of a socket below it has to be short.
    with tempfile.TemporaryDirectory(prefix="ray-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        command = [
            str(Path(sys.executable).with_name("ray")), "start", "--head", "--block", "--num-cpus=2",
            f"--port={head}", f"--ray-client-server-port={client}", "--node-ip-address=127.0.0.1",
            "--include-dashboard=false", f"--temp-dir={folder}",
        ]  # fmt: skip
        env = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
        none = subprocess.DEVNULL
        cluster = subprocess.Popen(command, env=env, stdin=none, stdout=none, stderr=none)
        try:
            wait_for(client, cluster)
            yield f"ray://127.0.0.1:{client}"
        finally:
            cluster.terminate()
            try:
                cluster.wait(30)
            except subprocess.TimeoutExpired:
                cluster.kill()
                cluster.wait()


def wait_for(port: int, cluster: "subprocess.Popen[bytes]") -> None:
    """Until somebody listens there."""
    until = time.monotonic() + 90
    while time.monotonic() < until and cluster.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"no cluster on port {port} (exit code {cluster.poll()})")


def test_work_is_done_on_the_cluster_and_comes_back_in_order(address: str, tmp_path: Path) -> None:
    with RayMapper(address) as mapper:
        assert mapper.workers == 2
        done = list(mapper.map(partial(workers.begin_squares, tmp_path), range(12)))

        assert [square for square, _ in done] == [n * n for n in range(12)]
        assert {pid for _, pid in done} == {int(p.name.removeprefix("begun-")) for p in tmp_path.glob("begun-*")}

        results = mapper.map(workers.begin_failing, range(5))
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(LookupError, match="two"):
            next(results)


def test_closing_early_ends_the_workers(address: str, tmp_path: Path) -> None:
    with RayMapper(address, workers=1) as mapper:
        results = mapper.map(partial(workers.begin_squares, tmp_path), range(500))
        square, pid = next(results)
        results.close()

        assert square == 0
        until = time.monotonic() + 30
        while workers.alive(pid) and time.monotonic() < until:
            time.sleep(0.1)
        assert not workers.alive(pid)
