"""Load on the desk: readers browsing a large library while reports are added, beside a bare page of the framework.

    python -m bench.desk --work FOLDER [--readers 50] [--seconds 60] [--no-model] [--json]

In FOLDER a library of 1,000 stories of 20,000 reports is made at first (see bench/desk_library.py; a quarter of an
hour) and copied for each run. ``tellings serve`` and then a page of the same framework that says one sentence are asked
by the same readers, simulated by locust (``pip install locust``); during the first, another process adds three reports
every three seconds, as ``tellings watch`` would. Server, readers and adding share this machine. The target is p95 under
300 ms and no error on two cores. Times are those the readers wait, in milliseconds.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = 300
"""Milliseconds that 19 of 20 pages may take at most."""

RAMP = 5
"""Readers that come to the desk in a second."""

BATCH, EVERY = 3, 3.0
"""Reports that are added at once, and seconds between: 60 a minute, more than a large set of feeds brings."""


def run_load(port: int, readers: int, seconds: int, asked: Path, *, bare: bool) -> dict[str, Any]:
    """What the readers met with: for each kind of page and all together requests, failures, p50, p95, p99, worst."""
    command = [
        *(sys.executable, "-m", "locust", "-f", str(ROOT / "bench" / "desk_readers.py"), "--headless", "--json"),
        *("-u", str(readers), "-r", str(RAMP), "-t", f"{seconds}s", "--host", f"http://127.0.0.1:{port}"),
        *("--loglevel", "ERROR", "--exit-code-on-error", "0"),
    ]
    env = {**os.environ, "DESK_ASKED": str(asked), "DESK_BARE": "1" if bare else "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, stdin=subprocess.DEVNULL)
    rows = json.loads(done.stdout)
    figures = {row["name"]: _sum_up([row]) for row in rows}
    return {"all": _sum_up(rows), **dict(sorted(figures.items()))}


def _sum_up(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    times: Counter[float] = Counter()
    for row in rows:
        for took, count in row["response_times"].items():
            times[float(took)] += count
    total = sum(times.values())
    failures = sum(row["num_failures"] for row in rows)
    return {
        "requests": sum(row["num_requests"] for row in rows),
        "failures": failures,
        **{f"p{share}": _find_share(times, total, share) for share in (50, 95, 99)},
        "max": round(max((row["max_response_time"] for row in rows), default=0)),
    }


def _find_share(times: Counter[float], total: int, share: int) -> float:
    seen = 0
    for took in sorted(times):
        seen += times[took]
        if seen * 100 >= total * share:
            return round(took)
    return 0


@contextmanager
def running(command: Sequence[str], port: int = 0) -> Iterator[subprocess.Popen[str]]:
    """The process of a command, ended at the end; with a ``port`` it answers there when this begins."""
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        if port:
            _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _memory_of(process: subprocess.Popen[str]) -> int:
    """Megabytes of the process's peak; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measure(work: Path, readers: int, seconds: int, model: bool) -> dict[str, Any]:
    """The figures of the desk and of the bare page, in one run."""
    asked = work / "asked.json"
    with tempfile.TemporaryDirectory(dir=work) as folder:
        library = str(shutil.copy(work / "library.db", Path(folder) / "library.db"))
        port = _free_port()
        serve = [sys.executable, "-m", "tellings", "serve", "--library", library, "--port", str(port), "--quiet"]
        adding = [sys.executable, "-m", "bench.desk", "--work", str(work), "--add", library]
        with running(serve, port) as server, running([*adding, *([] if model else ["--no-model"])]) as adder:
            desk = run_load(port, readers, seconds, asked, bare=False)
            peak = _memory_of(server)
            if adder.poll():
                raise SystemExit("adding broke off: the figures would be those of a desk at rest")
        added = sum(map(int, (adder.stdout.read() if adder.stdout else "").split()))
        port = _free_port()
        with running([sys.executable, "-m", "bench.desk", "--work", str(work), "--bare", str(port)], port):
            bare = run_load(port, readers, max(10, seconds // 3), asked, bare=True)
    return {"desk": desk, "bare": bare, "server_peak_mb": peak, "added": added, "readers": readers, "model": model}


def add_slowly(work: Path, library: str, model: bool) -> None:
    """Adds the waiting reports, a few at a time, until it is ended; prints how many each time."""
    from datetime import UTC, datetime

    from bench.replay import refuse
    from tellings.daily.add import Desk, add
    from tellings.daily.reading import Reader
    from tellings.library.open import open_library

    rows = (work / "fresh.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    store = open_library(library, now=datetime.now(UTC))
    desk = Desk(store, refuse, lambda: datetime.now(UTC), Reader(model=model))
    file = Path(library).with_name("coming.jsonl")
    for start in range(0, len(rows), BATCH):
        begun = time.monotonic()
        file.write_text("".join(rows[start : start + BATCH]), encoding="utf-8")
        print(add([str(file)], desk).reports, flush=True)
        time.sleep(max(0.0, EVERY - (time.monotonic() - begun)))


def serve_bare(port: int) -> None:
    """One sentence by the same framework, server and templates."""
    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from jinja2 import Environment

    app = FastAPI()
    page = Environment(autoescape=True).from_string("<!doctype html><title>{{ word }}</title><p>One sentence.</p>")

    @app.get("/")
    def show() -> HTMLResponse:
        return HTMLResponse(page.render(word="bare"))

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 when the target is missed, 0 also when there is no data."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--work", type=Path, required=True, help="where the library is made and kept")
    cli.add_argument("--readers", type=int, default=50)
    cli.add_argument("--seconds", type=int, default=60)
    cli.add_argument("--no-model", action="store_true", help="what is added is read by rules alone")
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--add", metavar="LIBRARY", help=argparse.SUPPRESS)
    cli.add_argument("--bare", type=int, metavar="PORT", help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    if args.add:
        add_slowly(args.work, args.add, not args.no_model)
        return 0
    if args.bare:
        serve_bare(args.bare)
        return 0
    from bench.desk_library import make_library
    from bench.grouping import DATA

    if not (args.work / "asked.json").exists():
        if not DATA.is_file():
            print("the reports are not here")
            return 0
        args.work.mkdir(parents=True, exist_ok=True)
        make_library(args.work)
    figures = measure(args.work, args.readers, args.seconds, not args.no_model)
    if args.json:
        print(json.dumps(figures))
    else:
        _show(figures)
    everything = figures["desk"]["all"]
    return int(everything["p95"] > TARGET or everything["failures"] > 0)


def _show(figures: dict[str, Any]) -> None:
    print(
        f"{figures['readers']} readers; {figures['added']} reports added; server at most {figures['server_peak_mb']} MB"
    )
    for name, row in (*figures["desk"].items(), *figures["bare"].items()):
        print(f"  {name:10}" + "".join(f"  {key} {value:,.0f}" for key, value in row.items()))


if __name__ == "__main__":
    sys.exit(main())
