"""The same archive through every engine: equal files, the gain of a second worker, what Ray costs, workers killed.

    python -m bench.workers [--reports 20000] [--no-model] [--only CASE ...] [--kills 10] [--seed 1]

The reports are those of the development pool over and over, each time 400 days earlier and with the number of the round
in the text, so that no two are the same and stories stay apart. They go through `tellings archive run` on: local 1,
local 2, ray 1, ray 2, and "hosts": Ray on two hosts, which are network namespaces joined by a pair of virtual cables,
one core each (needs root and the command ip). Targets: equal files, a gain of 1.7 from one to two workers, and at most
15 % more time on Ray than on processes at 20,000 reports.

With ``--kills`` so many worker processes of Ray are killed at moments drawn by lot, spread over the run, which has to
end with files equal to those of an undisturbed run.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench.grouping import DATA, read_pool
from tellings.app import open_mapper
from tellings.bulk.records import Settings
from tellings.bulk.run import run_archive
from tellings.errors import TellingsError

CASES = ("local 1", "local 2", "ray 1", "ray 2", "hosts")
GAIN, OVERHEAD = 1.7, 0.15
APART = 400
HEAD, OTHER, PORT = "10.231.77.1", "10.231.77.2", 6391
TODAY = date(2031, 1, 1)


def write_reports(path: Path, count: int) -> None:
    """A JSON Lines file of so many reports."""
    documents, _ = read_pool(DATA)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            turn, doc = divmod(number, len(documents))
            report = documents[doc]
            day = (report.published.earliest or TODAY) - timedelta(days=APART * turn)
            text = f"{report.text}\n\nRound {turn} of the archive." if turn else report.text
            row = {
                "text": text,
                "date_publish": f"{day}T10:00:00+00:00",
                "source_domain": report.outlet or "pool.example",
            }
            lines.write(json.dumps(row) + "\n")


def digest(folder: Path) -> str:
    """Of all readings, stories and briefs that a run wrote, and of what it left out."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.parquet")):
        whole.update(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def run_one(folder: Path, case: str, model: bool, address: str | None) -> dict[str, object]:
    """Seconds, reports, digest; of processes the MB of the largest, of Ray not the seconds it begins and ends in."""
    engine, _, jobs = case.partition(" ")
    out = folder / case.replace(" ", "-")
    with open_mapper("local" if engine == "local" else "ray", int(jobs or 2), address) as mapper:
        known = mapper.workers
        if engine != "local":
            list(mapper.map(partial(partial, abs), [0]))
        begun = time.perf_counter()
        settings = Settings(today=TODAY, model=model)
        status = run_archive([str(folder / "reports.jsonl")], str(out), settings=settings, mapper=mapper)
        seconds = time.perf_counter() - begun
    row: dict[str, object] = {
        "case": case, "workers": known, "reports": status.reports, "seconds": round(seconds, 1), "digest": digest(out),
    }  # fmt: skip
    if engine == "local":
        # Ray's workers are no children of this process: their memory is not told.
        used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        row["memory_mb"] = round(max(used) / 1024)
    return row


def measure(folder: Path, case: str, model: bool) -> dict[str, object]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "bench.workers", "--one", case, "--folder", str(folder)]
    command += [] if model else ["--no-model"]
    if case != "hosts":
        return _call(command, dict(os.environ))
    with two_hosts() as (inside, env):
        return _call([*inside, *command, "--address", f"{HEAD}:{PORT}"], env)


def _call(command: Sequence[str], env: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, stdin=subprocess.DEVNULL, env=env)
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def two_hosts() -> Iterator[tuple[list[str], dict[str, str]]]:
    """What to put before a command to run it on the first of two hosts that make a Ray cluster, and its environment.

    Raises:
        TellingsError: where this machine cannot do it.
    """
    if os.geteuid() or not shutil.which("ip"):
        raise TellingsError("two hosts need root and the command ip (iproute2)")
    tag = f"tell{os.getpid() % 10_000}"
    first, second = f"{tag}a", f"{tag}b"
    env = {
        **os.environ,
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    ray = str(Path(sys.executable).with_name("ray"))
    sessions = tempfile.mkdtemp(prefix="ray-", dir="/tmp")
    head = [
        "--head",
        f"--node-ip-address={HEAD}",
        f"--port={PORT}",
        f"--temp-dir={sessions}",
        "--include-dashboard=false",
    ]
    joined = [f"--address={HEAD}:{PORT}", f"--node-ip-address={OTHER}"]
    try:
        for name in (first, second):
            _ip("netns", "add", name)
        _ip("link", "add", first, "netns", first, "type", "veth", "peer", "name", second, "netns", second)
        for name, place, arguments in ((first, HEAD, head), (second, OTHER, joined)):
            _ip("-n", name, "addr", "add", f"{place}/24", "dev", name)
            for link in ("lo", name):
                _ip("-n", name, "link", "set", link, "up")
            # Ray looks for its own address on the way to the world.
            _ip("-n", name, "route", "add", "default", "dev", name)
            _ip("netns", "exec", name, ray, "start", "--num-cpus=1", *arguments, env=env)
        yield ["ip", "netns", "exec", first], env
    finally:
        for name in (second, first):
            for pid in subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True).stdout.split():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
        shutil.rmtree(sessions, ignore_errors=True)


def _ip(*arguments: str, env: dict[str, str] | None = None) -> None:
    # What Ray leaves running must not hold a pipe of ours open.
    with tempfile.TemporaryFile() as said:
        code = subprocess.call(["ip", *arguments], stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=env)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if code:
        raise TellingsError(f"this machine makes no second host (ip {' '.join(arguments)[:80]}): {words[-300:]}")


def run_killed(folder: Path, kills: int, seed: int, seconds: float, model: bool) -> dict[str, object]:
    """A run on two workers of Ray, some of which are killed while it goes on."""
    chance = random.Random(seed)
    moments = sorted(chance.uniform(0, 0.9 * seconds) for _ in range(kills))
    fell: list[float] = []
    over = threading.Event()

    def kill() -> None:
        while not over.is_set() and not find_workers(os.getpid()):
            over.wait(0.2)
        begun = time.monotonic()
        for moment in moments:
            over.wait(max(0.0, begun + moment - time.monotonic()))
            while not over.is_set():
                victims = find_workers(os.getpid())
                if victims:
                    with suppress(ProcessLookupError):
                        os.kill(chance.choice(victims), signal.SIGKILL)
                        fell.append(round(time.monotonic() - begun, 1))
                        break
                over.wait(0.2)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        answer = run_one(folder, "ray 2", model, None)
    finally:
        over.set()
        killer.join()
    return {**answer, "killed at": fell}


def find_workers(root: int) -> list[int]:
    """The processes under ``root`` that work for Ray: actors that hold a recogniser, and the ledger of tries."""
    parents: dict[int, int] = {}
    named: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            pid = int(path.name)
            parents[pid] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            named[pid] = (path / "cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
    found = []
    for pid, name in named.items():
        above = pid
        while above in parents and above != root:
            above = parents[above]
        if above == root and name.startswith(("ray::MapWorker", "ray::_Ledger")):
            found.append(pid)
    return sorted(found)


def compare(rows: Sequence[dict[str, object]]) -> dict[str, object]:
    """What is claimed: equal files, the gain of a second worker, what Ray costs."""
    seconds = {str(row["case"]): float(str(row["seconds"])) for row in rows}
    told: dict[str, object] = {"equal": len({row["digest"] for row in rows}) == 1}
    for engine in ("local", "ray"):
        if {f"{engine} 1", f"{engine} 2"} <= seconds.keys():
            told[f"gain {engine}"] = round(seconds[f"{engine} 1"] / seconds[f"{engine} 2"], 2)
    for jobs in ("1", "2"):
        if {f"local {jobs}", f"ray {jobs}"} <= seconds.keys():
            told[f"overhead {jobs}"] = round(seconds[f"ray {jobs}"] / seconds[f"local {jobs}"] - 1, 3)
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Prints one line a run and what is claimed; 1 when files differ, 0 also when the pool is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=20_000)
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--only", nargs="+", choices=CASES, default=CASES)
    cli.add_argument("--kills", type=int, default=0)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--one", help=argparse.SUPPRESS)
    cli.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    cli.add_argument("--address", help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    if args.one:
        print(json.dumps(run_one(args.folder, args.one, not args.no_model, args.address)))
        return 0
    if not DATA.exists():
        print(f"No pool of reports at {DATA}: nothing measured.")
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_reports(folder / "reports.jsonl", args.reports)
        for case in args.only:
            try:
                rows.append(measure(folder, case, not args.no_model))
            except TellingsError as err:
                print(f"{case}: not run: {err}", flush=True)
                continue
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
        if args.kills:
            shutil.rmtree(folder / "ray-2", ignore_errors=True)
            whole = float(str(rows[-1]["seconds"]))
            rows.append({**run_killed(folder, args.kills, args.seed, whole, not args.no_model), "case": "killed"})
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    told = compare(rows)
    print("  ".join(f"{name} {value}" for name, value in told.items()))
    return 0 if told["equal"] else 1


if __name__ == "__main__":
    sys.exit(main())
