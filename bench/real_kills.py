"""The real ``tellings add``, killed with SIGKILL at random moments: what ``python -m bench.faults --real`` runs.

What stands committed in the library just before a kill counts as acknowledged: anybody could have read it. Every
other kill waits until some more reports are kept, as starting takes half of a run. After each kill all of that must be
there still, nothing may be there twice, and the library must be whole; when a run ends by itself the library must
equal, but for the times, one that was filled undisturbed. Reading processes (``--jobs 2``) die with it.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tellings.library import schema
from tellings.library.check import check_library
from tellings.library.open import open_library

EACH = 3
"""Reports of a story."""

LITTLE = 0.3
"""Seconds between a batch that was kept and a kill, at most: about what the next one takes."""

Dump = Callable[..., dict[str, list[Any]]]


def run_real_kills(kills: int, reports: int, *, seed: int, dump: Dump, jobs: int = 2) -> dict[str, Any]:
    """How the kills went: their number and what they fell on, the libraries they took, every fault, the seconds."""
    chance, begun = random.Random(seed), time.perf_counter()
    faults: list[str] = []
    fell_on = {"starting": 0, "keeping": 0, "sorting": 0, "briefing": 0}
    done = libraries = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_reports(folder / "reports.jsonl", reports)
        start = time.perf_counter()
        if (code := _begin(folder, folder / "whole.db", jobs).wait()) != 0:
            return {"store": "sqlite", "kills": 0, "faults": [f"the undisturbed run ended with {code}"], "seconds": 0}
        whole = time.perf_counter() - start
        undisturbed = describe(folder / "whole.db", dump)
        while done < kills:
            libraries += 1
            path = folder / f"{libraries}.db"
            while done < kills:
                left = reports - len(look(path)["documents"])
                more = chance.randint(1, left) if done % 2 and left else 0
                seen = _kill(folder, path, chance.uniform(0, LITTLE if more else 0.9 * whole), jobs, more=more)
                if seen is None:
                    break
                done += 1
                fell_on[_phase(seen, reports)] += 1
                faults += check(path, seen)
            if (code := _begin(folder, path, jobs).wait()) != 0:
                faults.append(f"the resumed run ended with {code}")
            resumed = describe(path, dump)
            differing = [name for name in undisturbed if resumed[name] != undisturbed[name]]
            if differing:
                faults.append(f"the resumed library is not equal to the undisturbed one: {', '.join(differing)}")
    seconds = round(time.perf_counter() - begun, 1)
    return {
        "store": "sqlite", "kills": done, "libraries": libraries, "fell_on": fell_on, "faults": faults,
        "seconds": seconds,
    }  # fmt: skip


def write_reports(path: Path, count: int) -> None:
    """A JSON Lines file of invented reports."""
    from tests.newsroom import invent_reports

    rows = [
        {"text": text, "date_publish": f"{day}T10:00:00+00:00", "source_domain": f"news{n % 5}.example"}
        for n, (text, day) in enumerate(invent_reports(count, each=EACH))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _begin(folder: Path, path: Path, jobs: int) -> subprocess.Popen[bytes]:
    arguments = ["add", "reports.jsonl", "--no-model", "--quiet", "--jobs", str(jobs), "--library", str(path)]
    return subprocess.Popen(
        [sys.executable, "-m", "tellings", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


def _kill(folder: Path, path: Path, moment: float, jobs: int, *, more: int) -> dict[str, set[str]] | None:
    """What stood in the library when the run was killed; ``None`` if it had ended before.

    It is killed ``moment`` seconds after it began, or after it has kept so many ``more`` reports.
    """
    kept = len(look(path)["documents"])
    process = _begin(folder, path, jobs)
    while more and process.poll() is None and len(look(path)["documents"]) < kept + more:
        time.sleep(0.002)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        seen = look(path)
        os.killpg(process.pid, signal.SIGKILL)
        return seen if process.wait() == -signal.SIGKILL else None
    return None


def look(path: Path) -> dict[str, set[str]]:
    """The ids of the reports, those sorted in, and the stories with a brief, as another process sees them now."""
    asked = {"documents": "id", "members": "document", "briefs": "story"}
    if not path.exists():
        return {table: set() for table in asked}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return {
                table: {row[0] for row in connection.execute(f"SELECT {column} FROM {table}")}
                for table, column in asked.items()
            }
        except sqlite3.OperationalError:  # not made yet
            return {table: set() for table in asked}


def _phase(seen: dict[str, set[str]], reports: int) -> str:
    if not seen["documents"]:
        return "starting"
    if len(seen["documents"]) < reports:
        return "keeping"
    return "sorting" if len(seen["members"]) < reports else "briefing"


def check(path: Path, seen: dict[str, set[str]]) -> list[str]:
    """What is wrong with the library after a kill, in words."""
    if not path.exists():
        return []
    after = look(path)
    faults = [f"{len(lost)} acknowledged of {table} are gone" for table in seen if (lost := seen[table] - after[table])]
    with open_library(path, now=datetime.now(UTC)) as library:
        with library.reading() as connection:
            faults += check_library(connection, library.place, sample=20).faults
        joined = [doc for one in library.list_moves() if one.move.kind in ("new", "join") for doc in one.move.documents]
        if len(joined) != len(set(joined)):
            faults.append("a report was sorted in twice")
    return faults


def describe(path: Path, dump: Dump) -> dict[str, list[Any]]:
    """Every row of the library but for what only tells the time."""
    times = {
        c.name for table in schema.tables.sorted_tables for c in table.columns if isinstance(c.type, schema.Moment)
    }
    with open_library(path, now=datetime.now(UTC)) as library:
        return dump(library, without={*times, "day"})
