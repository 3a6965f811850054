"""How time and memory grow with the reports of ONE story, from bytes to brief, each size in a fresh process.

    python -m bench.scale [--sizes 50 100 200 331 600] [--no-model] [--profile N] [--json]

Reports are ../shared/data/stories/helsinki_2018-07-15 in the order of the file. Beyond its 331, each is made of two:
the paragraphs of reports k - 331 and k - 331 + 7, taken by turns, so that words, names and quotations recur as they do
in real copies and rewrites and no text is new. Seconds are by the clock (cpu_s: of the processor, all threads), memory
is the peak of the process; targets are 90 s and 2 GB for 600 reports on two cores, and growth no faster than n log n.
"""

import argparse
import gzip
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORY = ROOT.parent / "shared" / "data" / "stories" / "helsinki_2018-07-15.jsonl.gz"
SIZES = (50, 100, 200, 331, 600)
APART = 7
"""How far apart in the file the two reports are that one made report is woven of."""


def reports(size: int) -> list[dict[str, str]]:
    """The first ``size`` reports, those beyond the file woven of two."""
    with gzip.open(STORY, "rt", encoding="utf-8") as lines:
        found: list[dict[str, str]] = [json.loads(line) for line in lines]
    count = len(found)
    for number in range(count, size):
        one, other = found[number % count], found[(number + APART) % count]
        turns = zip_longest(one["text"].split("\n"), other["text"].split("\n"), fillvalue="")
        text = "\n".join(line for line in chain.from_iterable(turns) if line)
        found.append({**one, "id": f"{one['id']}+{other['id']}", "text": text})
    return found[:size]


def measure(size: int, model: bool) -> dict[str, float]:
    """Seconds of reading and of briefing, and the peak of memory in MB, of this process."""
    from tellings import flow
    from tellings.engines.encoder.recogniser import EncoderRecogniser
    from tellings.model.document import Document, Published
    from tellings.model.story import Story
    from tellings.ports import RulesOnly

    documents = []
    for number, report in enumerate(reports(size)):
        day = date.fromisoformat(report["scraped"][:10])
        documents.append(
            Document(
                f"d{number:04}",
                report["id"],
                report["text"],
                outlet=report["outlet"],
                published=Published(day, day, "metadata", why="day of the crawl"),
            )
        )
    begun, cpu = time.perf_counter(), time.process_time()
    readings = flow.read_documents(documents, EncoderRecogniser() if model else RulesOnly())
    read = time.perf_counter()
    brief = flow.brief_story(Story("s0", "One story", tuple(d.id for d in documents)), readings)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    words = sum(len(d.text.split()) for d in documents)
    copied = sum(d.copy_of is not None for d in brief.documents)
    return {
        "reports": size,
        "words": words,
        "read_s": round(read - begun, 1),
        "brief_s": round(done - read, 1),
        "total_s": round(done - begun, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "peak_mb": round(peak),
        "copies": copied,
        "origins": len(brief.origins),
        "findings": len(brief.findings),
    }


def growth(rows: Sequence[dict[str, float]], name: str) -> float:
    """How much faster than ``words * log(words)`` a figure grew from the first row to the last; 1 is as fast."""
    first, last = rows[0], rows[-1]
    fair = last["words"] * math.log(last["words"]) / (first["words"] * math.log(first["words"]))
    return last[name] / max(0.1, first[name]) / fair


def profile(size: int, model: bool) -> None:
    """Prints where the time goes."""
    import cProfile
    import pstats

    run = cProfile.Profile()
    run.runcall(measure, size, model)
    pstats.Stats(run).sort_stats("cumulative").print_stats(60)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--profile", type=int, metavar="N", help="show where the time of N reports goes")
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    if not STORY.is_file():
        print("the story is not here")
        return 0
    if args.one:
        print(json.dumps(measure(args.one, not args.no_model)))
        return 0
    if args.profile:
        profile(args.profile, not args.no_model)
        return 0
    rows = []
    for size in args.sizes:
        command = [sys.executable, "-m", "bench.scale", "--one", str(size), *(["--no-model"] if args.no_model else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)
        rows.append(json.loads(done.stdout))
        if not args.json:
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    fair = {f"{name}_over_n_log_n": round(growth(rows, name), 2) for name in ("read_s", "brief_s", "total_s", "cpu_s")}
    print(json.dumps({"rows": rows, **fair}) if args.json else "  ".join(f"{k} {v}" for k, v in fair.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
