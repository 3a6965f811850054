"""A PostgreSQL library of schema 0002 brought up to date while others read it, killed on the way, and searched after.

    python -m bench.upgrade [--reports 20000] [--near 20000]

The library is made of invented reports with what was found in them, the same words again and again under other ids,
spread over a year. One process opens it with this version and is killed with SIGKILL three times on the way; a reader
asks all the while, by the id and by words. Printed are the seconds, the longest that the reader waited, what was lost,
the plan of a search, and how long the nearest of ``--near`` vectors of 256 dimensions take to find.
"""

import argparse
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import sqlalchemy as sa

from tellings.library.near import Near
from tellings.library.open import open_library
from tellings.library.store import Library
from tests.old_library import make_old_library
from tests.postgresql import make_database, run_server
from tests.shelf import NOON, make_arrivals, make_fingerprint

ROOT = Path(__file__).resolve().parents[1]
BASE = 100
"""Reports that are read; the others are these under other ids."""


def ask(engine: sa.Engine, stop: Event, waits: list[float]) -> None:
    """Reads by id and by word until ``stop``, as a process of either version does."""
    while not stop.is_set():
        begun = time.perf_counter()
        with engine.connect() as connection:
            connection.execute(
                sa.text("SELECT count(body) FROM readings WHERE document IN (SELECT id FROM documents LIMIT 9)")
            )
            connection.execute(
                sa.text("SELECT count(*) FROM passage_terms WHERE terms @@ CAST('''ferri''' AS tsquery)")
            )
        waits.append(time.perf_counter() - begun)
        stop.wait(0.01)


def bring(address: str, kills: int, seed: int) -> tuple[float, int]:
    """The seconds it took to open the library, and how often it was killed on the way."""
    begun, done, chance = time.perf_counter(), 0, random.Random(seed)
    code = "import sys; from datetime import *; from tellings.library.open import *; open_library(sys.argv[1], now=%s)"
    while True:
        process = subprocess.Popen([sys.executable, "-c", code % "datetime.now(UTC)", address], cwd=ROOT)
        try:
            process.wait(chance.uniform(2, 5) if done < kills else None)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
            continue
        if process.returncode:
            raise SystemExit(f"the upgrade ended with {process.returncode}")
        return time.perf_counter() - begun, done


def explain(library: Library) -> str:
    """How the server searches for a rare word."""
    statement = (
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY ON) SELECT number FROM passages WHERE (number, month) IN "
        "(SELECT rowid, month FROM passage_terms WHERE terms @@ CAST('''11''' AS tsquery))"
    )
    with library.reading() as connection:
        return "\n".join(connection.execute(sa.text(statement)).scalars())


def find_nearest(library: Library, count: int) -> tuple[float, float]:
    """The seconds of the first and of a later search among so many vectors, and nothing more."""
    chance = random.Random(3)
    documents = [report.id for report in library.list_reports(limit=count)]
    doc = library.load_documents(documents[:1])[0]
    marks = [make_fingerprint(replace(doc, id=id_), vector=chance.randbytes(256)) for id_ in documents]
    for begin in range(0, len(marks), 500):
        library.keep_fingerprints(marks[begin : begin + 500], now=NOON)
    near, took = Near(), []
    for _ in range(2):
        begun = time.perf_counter()
        with library.reading() as connection:
            near.find(connection, chance.randbytes(256), 20)
        took.append(time.perf_counter() - begun)
    return took[0], took[1]


def run(reports: int, near: int, kills: int) -> None:
    """Makes, upgrades, asks."""
    with run_server() as server, make_database(server) as address:
        make_old_library(address, server, make_arrivals(BASE), times=reports // BASE)
        engine = sa.create_engine(address.replace("postgresql://", "postgresql+pg8000://"))
        with engine.connect() as connection:
            before = _count(connection)
        waits: list[float] = []
        stop = Event()
        reader = Thread(target=ask, args=(engine, stop, waits))
        reader.start()
        seconds, killed = bring(address, kills, 4)
        stop.set()
        reader.join()
        with engine.connect() as connection:
            after = _count(connection)
        engine.dispose()
        print(f"{before['documents']} reports, {before['passages']} passages: up to date after {seconds:.1f} s")
        print(f"  killed {killed} times; {len(waits)} reads meanwhile, the longest {max(waits):.2f} s")
        print(f"  lost: {', '.join(f'{t} {before[t] - after[t]}' for t in before)}")
        with open_library(address, now=datetime.now(UTC)) as library:
            print(explain(library))
            first, later = find_nearest(library, near)
            print(f"nearest of {near} vectors: first {first:.2f} s, then {later:.3f} s")


def _count(connection: sa.Connection) -> dict[str, int]:
    tables = ("documents", "readings", "passages", "passage_terms", "fingerprints")
    return {t: int(connection.execute(sa.text(f"SELECT count(*) FROM {t}")).scalar_one()) for t in tables}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--near", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=3)
    given = parser.parse_args(arguments)
    run(given.reports, given.near, given.kills)
    return 0


if __name__ == "__main__":
    sys.exit(main())
