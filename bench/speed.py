"""Speed and memory on this machine, beside a peer in the same run. Measured, printed, never tested against a clock.

    python -m bench.speed [--runs N] [REPORT ...]

Every figure is the median of several runs, each in a fresh process; rates count the seconds of the processor, which
other work on the machine disturbs less. Reports default to the five seeds of ../shared, and without it to the shipped
example. The peer for reading is trafilatura extracting the main text from the same words wrapped in plain HTML: it does
less than a reading and is what the field calls fast.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
EXAMPLE = ROOT / "examples" / "harsk_dam"

WORDS = 600
"""Articles are counted by this many words: the size of an ordinary report."""

_IMPORT = "import time; t = time.perf_counter(); import tellings; print(time.perf_counter() - t)"


def end_to_end(reports: Sequence[Path], runs: int) -> tuple[float, float]:
    """Median wall time in seconds and peak memory in MB of ``tellings brief --json``, started cold."""
    walls, peaks = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(
            [Path(sys.executable).with_name("tellings"), "brief", "--json", *map(str, reports)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - begun)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"tellings brief ended with {process.returncode}")
        peaks.append(usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))
    return statistics.median(walls), statistics.median(peaks)


def in_fresh_processes(arguments: Sequence[str], runs: int) -> float:
    """The median of the number that each process prints."""
    done = [
        subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL
        )
        for _ in range(runs)
    ]
    return statistics.median(float(one.stdout) for one in done)


def read_rate(reports: Sequence[Path]) -> float:
    """Articles of 600 words a second of one core through ``read_documents``, imports and a first round left out."""
    from tellings import flow
    from tellings.model.document import Document
    from tellings.ports import RulesOnly

    texts = _texts(reports)
    documents = [Document(f"d{n}", f"{n}.txt", text) for n, text in enumerate(texts)]
    flow.read_documents(documents, RulesOnly())
    begun = time.process_time()
    flow.read_documents(documents, RulesOnly())
    return _articles(texts) / (time.process_time() - begun)


def peer_rate(reports: Sequence[Path]) -> float:
    """The same for trafilatura's extraction of the same words from plain HTML."""
    import trafilatura

    texts = _texts(reports)
    pages = [
        "<html><body><article>"
        + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        + "</article></body></html>"
        for text in texts
    ]
    trafilatura.extract(pages[0])
    begun = time.process_time()
    for page in pages:
        trafilatura.extract(page)
    return _articles(texts) / (time.process_time() - begun)


def _texts(reports: Sequence[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8-sig", errors="replace") for path in reports]


def _articles(texts: Sequence[str]) -> float:
    return sum(len(text.split()) for text in texts) / WORDS


def _default_reports() -> list[Path]:
    folder = SEEDS if SEEDS.is_dir() else EXAMPLE
    return sorted(folder.glob("*.txt"))


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("reports", nargs="*", type=Path)
    cli.add_argument("--runs", type=int, default=5)
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--only", choices=["read", "peer"], help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    reports = [path.resolve() for path in args.reports] or _default_reports()
    if args.only:
        print(read_rate(reports) if args.only == "read" else peer_rate(reports))
        return 0
    wall, peak = end_to_end(reports, args.runs)
    names = [str(path) for path in reports]
    reading = in_fresh_processes(["-m", "bench.speed", "--only", "read", *names], args.runs)
    peer = in_fresh_processes(["-m", "bench.speed", "--only", "peer", *names], args.runs)
    figures = {
        "reports": len(reports),
        "brief_cold_s": round(wall, 2),
        "brief_peak_mb": round(peak),
        "import_ms": round(1000 * in_fresh_processes(["-c", _IMPORT], args.runs)),
        "read_articles_per_cpu_s": round(reading, 1),
        "peer_articles_per_cpu_s": round(peer, 1),
        "read_over_peer": round(reading / peer, 2),
    }
    print(json.dumps(figures) if args.json else "\n".join(f"{name:24s} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
