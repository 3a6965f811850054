"""Eight processes that add overlapping sets of reports to one PostgreSQL library, beside one that adds them all.

    python -m bench.writers [--reports 1114] [--processes 8] [--kills 0] [--seed 7] [--json]

Each process is the command ``tellings add --no-model``. The reports are those of ../shared/data/stories/pool.jsonl.gz
in files of 16, copied with other words beyond their number; each file is given to three of the processes, which begin
at different places. Afterwards: nothing is there twice, nothing is lost, the library is whole, and its rows are those
of the library of one process but for times; if not, BCubed says how far the stories are the same. With ``--kills N``
the server is killed N times at random moments while all write, by turns at once (SIGQUIT, then started again) and by
SIGKILL of one of its processes (it throws out all guests and repairs itself). Writers wait for it 60 seconds at most.
"""

import argparse
import gzip
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.faults import dump
from bench.grouping import score
from tellings.library import schema
from tellings.library.check import check_library
from tellings.library.open import open_library
from tests.postgresql import Server, make_database, run_private_server

ROOT = Path(__file__).resolve().parents[1]
POOL = ROOT.parent / "shared" / "data" / "stories" / "pool.jsonl.gz"
IN_FILE = 16
GIVEN_TO = (0, 1, 3)
"""File k goes to the processes k, k + 1 and k + 3."""


def write_files(folder: Path, count: int) -> list[Path]:
    """JSON Lines files of so many reports, in the order of the pool."""
    with gzip.open(POOL, "rt", encoding="utf-8") as lines:
        pool = [json.loads(line) for line in lines]
    rows = []
    for number in range(count):
        row, again = pool[number % len(pool)], number // len(pool)
        text = f"{row['text']}\n\nThis is edition {again} of the report." if again else row["text"]
        host = (row["outlet"] or "none").replace(" ", "").lower()
        rows.append({"text": text, "title": row["title"], "date_publish": row["published"], "source_domain": host})
    files = []
    for begin in range(0, count, IN_FILE):
        files.append(folder / f"{begin // IN_FILE:04}.jsonl")
        files[-1].write_text("".join(json.dumps(row) + "\n" for row in rows[begin : begin + IN_FILE]), encoding="utf-8")
    return files


def share_out(files: Sequence[Path], processes: int) -> list[list[Path]]:
    """The files of each process, each beginning at its own place."""
    sets: list[list[Path]] = [[] for _ in range(processes)]
    for k, file in enumerate(files):
        for other in {(k + step) % processes for step in GIVEN_TO}:
            sets[other].append(file)
    return [each[len(each) * n // processes :] + each[: len(each) * n // processes] for n, each in enumerate(sets)]


def begin(files: Sequence[Path], where: str, log: Path) -> subprocess.Popen[bytes]:
    """``tellings add`` of these files."""
    arguments = ["add", *(file.name for file in files), "--no-model", "--json", "--library", where]
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "tellings", *arguments], cwd=files[0].parent, stdout=out, stderr=subprocess.STDOUT
        )


def describe(where: str) -> tuple[dict[str, list[Any]], list[list[str]], list[str]]:
    """Every row but for what tells the time, the reports of each story, and what is wrong with the library."""
    times = {c.name for t in schema.tables.sorted_tables for c in t.columns if isinstance(c.type, schema.Moment)}
    with open_library(where, now=datetime.now(UTC)) as library:
        rows = dump(library, without={*times, "day"})
        stories = [list(story.documents) for story in library.load_stories()]
        with library.reading() as connection:
            faults = list(check_library(connection, library.place, sample=100).faults)
            twice = "SELECT count(*) FROM (SELECT document, made_by FROM readings GROUP BY 1, 2 HAVING count(*) > 1) t"
            if connection.execute(sa.text(twice)).scalar_one():
                faults.append("a reading is there twice")
        sorted_in = [d for one in library.list_moves() if one.move.kind in ("new", "join") for d in one.move.documents]
    if len(sorted_in) != len(set(sorted_in)):
        faults.append("a report was sorted in twice")
    return rows, stories, faults


def compare(one: tuple[Any, ...], other: tuple[Any, ...]) -> dict[str, Any]:
    """How far the second library is the first."""
    kept, there = ({doc for story in each[1] for doc in story} for each in (one, other))
    story_of = {doc: str(n) for n, story in enumerate(one[1]) for doc in story}
    bcubed = score(other[1], story_of) if kept == there else (0.0, 0.0, 0.0)
    differing = {t: len({*one[0][t]} ^ {*other[0][t]}) for t in one[0] if one[0][t] != other[0][t]}
    return {
        "reports": len(there), "stories": len(other[1]), "lost": len(kept - there), "not_asked_for": len(there - kept),
        "bcubed": [round(value, 4) for value in bcubed], "differing_rows": differing, "faults": other[2],
    }  # fmt: skip


def harass(server: Server, writers: Sequence[subprocess.Popen[bytes]], kills: int, whole: float, seed: int) -> int:
    """How often the server was killed before the writers were done."""
    chance, done = random.Random(seed), 0
    while done < kills and any(writer.poll() is None for writer in writers):
        time.sleep(chance.uniform(0.02, 1.0) * whole / kills)
        if all(writer.poll() is not None for writer in writers):
            break
        if done % 2:
            server.crash()
        else:
            server.stop(signal.SIGQUIT)
            time.sleep(chance.uniform(0, 3))
            server.start()
        done += 1
    return done


def run(reports: int, processes: int, kills: int, *, seed: int) -> dict[str, Any]:
    """One process, many, and many with a server that is killed."""
    found: dict[str, Any] = {"reports": reports, "processes": processes}
    with tempfile.TemporaryDirectory() as made, run_private_server() as server:
        folder = Path(made)
        files = write_files(folder, reports)
        sets = share_out(files, processes)
        found["asked_for"] = IN_FILE * sum(len(each) for each in sets)
        with make_database(server.address) as where:
            start = time.perf_counter()
            _end([begin(files, where, folder / "one.log")], [folder / "one.log"])
            found["one"] = {"seconds": time.perf_counter() - start}
            alone = describe(where)
        found["one"] |= {"stories": len(alone[1]), "faults": alone[2]}
        for name, times in (("many", 0), ("many_and_kills", kills)):
            if name == "many_and_kills" and not kills:
                break
            with make_database(server.address) as where:
                start = time.perf_counter()
                logs = [folder / f"{name}{n}.log" for n in range(processes)]
                writers = [begin(each, where, log) for each, log in zip(sets, logs, strict=True)]
                if times:
                    # By the time without kills, so that they fall on the whole of a run.
                    time.sleep(2)
                    found[name] = {"kills": harass(server, writers, times, found["many"]["seconds"], seed)}
                _end(writers, logs)
                seconds = time.perf_counter() - start
                found[name] = {**found.get(name, {}), "seconds": seconds, **compare(alone, describe(where))}
    return found


def _end(writers: Sequence[subprocess.Popen[bytes]], logs: Sequence[Path]) -> None:
    for writer, log in zip(writers, logs, strict=True):
        if writer.wait():
            raise SystemExit(f"a writer ended with {writer.returncode}: {log.read_text('utf-8')[-1500:]}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=1114)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = run(given.reports, given.processes, given.kills, seed=given.seed)
    if given.json:
        print(json.dumps(found, indent=1))
        return 0
    print(f"{found['reports']} reports, asked for {found['asked_for']} times in all by {found['processes']} processes")
    bad = 0
    for name in ("one", "many", "many_and_kills"):
        if name not in found:
            continue
        one = found[name]
        rate = found["reports"] / one["seconds"]
        killed = f", server killed {one['kills']} times" if "kills" in one else ""
        print(f"{name}: {one['seconds']:.1f} s, {rate:.1f} new reports/s, {one['stories']} stories{killed}")
        if name != "one":
            print(f"  lost {one['lost']}, BCubed {one['bcubed']} (target 1.0), differing rows {one['differing_rows']}")
            bad += one["lost"] + (one["bcubed"][2] < 1)
        for fault in one["faults"]:
            print(f"  {fault}")
        bad += len(one["faults"])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
