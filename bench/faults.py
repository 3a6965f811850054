"""A library whose writer is killed with SIGKILL again and again, and one that two processes fill at once.

    python -m bench.faults [--kills 200] [--reports 400] [--store sqlite|postgresql ...] [--seed N]
    python -m bench.faults --real [--kills 20] [--reports 240] [--seed N]

A child process keeps reports in small transactions, sorts them into stories, and says on a pipe what was acknowledged.
It is killed at a random moment after it began, over and over, until every kill is spent; when a library is full the
next one begins. After each kill: the library opens, nothing that was acknowledged is missing, nothing is there twice,
and what it refers to is there. A full library must equal, row for row, one that was filled undisturbed. PostgreSQL is
the server in TELLINGS_TEST_POSTGRESQL or a private one; its clients are killed, not the server. With ``--real`` it is
the command ``tellings add`` that is killed, over SQLite (bench/real_kills.py).
"""

import argparse
import json
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.real_kills import run_real_kills
from tellings.library import schema
from tellings.library.check import check_library
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.library import Arrival
from tellings.model.story import Move

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
BATCH = 4
"""Reports in one transaction: small, so that most of the time is spent on the edge of one."""

IN_STORY = 10


def fill(library: Library, arrivals: Sequence[Arrival], *, say: bool = False) -> None:
    """Keeps what is not kept yet and sorts it into stories; where ``say``, tells on stdout what is acknowledged."""
    at = {arrival.document.id: n for n, arrival in enumerate(arrivals)}
    kept = library.find_kept(at)
    missing = [arrival for arrival in arrivals if arrival.document.id not in kept]
    for begin in range(0, len(missing), BATCH):
        new = library.keep(missing[begin : begin + BATCH], now=NOON)
        _say(say, "kept", new)
        _say(say, "moved", _sort_in(library, at))
    _say(say, "moved", _sort_in(library, at))
    library.mark_seen("Tal", at, now=NOON)


def _sort_in(library: Library, at: dict[str, int]) -> list[str]:
    with library.alone("grouping"):
        moves: list[Move] = []
        for doc in sorted(library.find_ungrouped(), key=at.__getitem__):
            story = f"s{at[doc] // IN_STORY}"
            opened = library.resolve_story(story) or any(move.story == story for move in moves)
            moves.append(Move("join" if opened else "new", story, (doc,), "by its number"))
        done = library.apply_moves(moves, now=NOON)
    return [doc for logged in done for doc in logged.move.documents]


def _say(say: bool, what: str, docs: Sequence[str]) -> None:
    if say:
        sys.stdout.write(json.dumps([what, list(docs)]) + "\n")
        sys.stdout.flush()


def dump(library: Library, *, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Every row of the library in a fixed order, without the numbers that only count and the columns ``without``."""
    left_out = {"number", "name", "move", "changed_at", "before", *without}
    found: dict[str, list[Any]] = {}
    with library.reading() as connection:
        for table in schema.tables.sorted_tables:
            columns = [c for c in table.columns if c.name not in left_out]
            rows = connection.execute(sa.select(*columns)).all()
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
        found["passage_terms"] = [connection.execute(sa.text("SELECT count(*) FROM passage_terms")).scalar()]
    return found


def check(where: str, acknowledged: dict[str, set[str]]) -> list[str]:
    """What is wrong with the library after a kill, in words."""
    faults: list[str] = []
    with open_library(where, now=NOON) as library:
        with library.reading() as connection:
            faults += check_library(connection, library.place, sample=20).faults
        lost = acknowledged["kept"] - library.find_kept(acknowledged["kept"])
        unsorted = acknowledged["moved"] - set(library.find_stories(acknowledged["moved"]))
        logged = [doc for done in library.list_moves() for doc in done.move.documents]
        if lost or unsorted:
            faults.append(f"{len(lost)} acknowledged reports and {len(unsorted)} moves are gone")
        if len(logged) != len(set(logged)):
            faults.append("a move is there twice")
    return faults


def kill_once(where: str, pickled: Path, moment: float, acknowledged: dict[str, set[str]]) -> bool:
    """Whether the child was killed ``moment`` seconds after it began, not done before; adds to ``acknowledged``."""
    with _start(where, pickled) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        for line in child.stdout.read().splitlines(keepends=True):
            if line.endswith(b"\n"):  # a line that was torn by the kill was never read by anybody
                what, docs = json.loads(line)
                acknowledged[what].update(docs)
    return child.returncode == -signal.SIGKILL


def _make_arrivals(count: int) -> Sequence[Arrival]:
    # Reading them loads all of the package, which a child that is killed soon should not wait for.
    from tests.shelf import make_arrivals

    return make_arrivals(count)


def _start(where: str, pickled: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.faults", "--child", where, str(pickled)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def _be_child(where: str, pickled: str) -> None:
    arrivals = pickle.loads(Path(pickled).read_bytes())
    with open_library(where, now=NOON) as library:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        fill(library, arrivals, say=True)


@contextmanager
def places(store: str, folder: Path, server: str | None = None) -> Iterator[Any]:
    """A maker of empty libraries, on the ``server`` where there is one."""
    if store == "sqlite":
        numbers = iter(range(1_000_000))

        @contextmanager
        def make() -> Iterator[str]:
            yield str(folder / f"{next(numbers)}.db")

        yield make
        return
    from tests.postgresql import make_database, run_server

    with nullcontext(server) if server else run_server() as address:
        yield lambda: make_database(address)


def run_kills(store: str, kills: int, reports: int, *, seed: int, server: str | None = None) -> dict[str, Any]:
    """How the kills went: their number, the libraries they fell on, every fault, and the seconds it took."""
    chance = random.Random(seed)
    begun = time.perf_counter()
    faults: list[str] = []
    done = libraries = 0
    with tempfile.TemporaryDirectory() as made, places(store, Path(made), server) as make:
        pickled = Path(made) / "arrivals"
        arrivals = _make_arrivals(reports)
        pickled.write_bytes(pickle.dumps(list(arrivals)))
        with make() as where, open_library(where, now=NOON) as library:
            start = time.perf_counter()
            fill(library, arrivals)
            whole, undisturbed = time.perf_counter() - start, dump(library)
        while done < kills:
            libraries += 1
            with make() as where:
                acknowledged: dict[str, set[str]] = {"kept": set(), "moved": set()}
                while done < kills and kill_once(where, pickled, chance.uniform(0, whole / 4), acknowledged):
                    done += 1
                    faults += check(where, acknowledged)
                with open_library(where, now=NOON) as library:
                    fill(library, arrivals)
                    if dump(library) != undisturbed:
                        faults.append("the resumed library is not equal to the undisturbed one")
    seconds = time.perf_counter() - begun
    return {"store": store, "kills": done, "libraries": libraries, "faults": faults, "seconds": round(seconds, 1)}


def run_two(store: str, reports: int, *, server: str | None = None) -> dict[str, Any]:
    """Two processes that fill one library at once, beside one that does it alone."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as made, places(store, Path(made), server) as make:
        pickled = Path(made) / "arrivals"
        arrivals = _make_arrivals(reports)
        pickled.write_bytes(pickle.dumps(list(arrivals)))
        with make() as where, open_library(where, now=NOON) as library:
            fill(library, arrivals)
            undisturbed = dump(library)
        with make() as where:
            both = [_start(where, pickled) for _ in range(2)]
            said = [child.communicate()[0].splitlines() for child in both]
            faults = [f"a process ended with {child.returncode}" for child in both if child.returncode]
            kept = [
                doc
                for lines in said
                for line in lines[1:]
                if (told := json.loads(line))[0] == "kept"
                for doc in told[1]
            ]
            if len(kept) != len(set(kept)):
                faults.append("a report was new to both")
            with open_library(where, now=NOON) as library:
                if dump(library) != undisturbed:
                    faults.append("the library of two is not equal to that of one")
    return {"store": store, "faults": faults, "seconds": round(time.perf_counter() - begun, 1)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int)
    parser.add_argument("--reports", type=int)
    parser.add_argument("--real", action="store_true", help="kill the real command, tellings add")
    parser.add_argument("--store", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        _be_child(*given.child)
        return 0
    if given.real:
        return _tell_real(run_real_kills(given.kills or 20, given.reports or 240, seed=given.seed, dump=dump))
    faults, reports = 0, given.reports or 400
    for store in given.store or ("sqlite", "postgresql"):
        for result in (run_kills(store, given.kills or 200, reports, seed=given.seed), run_two(store, reports)):
            faults += len(result["faults"])
            what = f"{result['kills']} kills in {result['libraries']} libraries" if "kills" in result else "two at once"
            print(f"{store}: {what}: {len(result['faults'])} faults (target 0), {result['seconds']} s")
            for fault in result["faults"][:10]:
                print(f"  {fault}")
    return 1 if faults else 0


def _tell_real(result: dict[str, Any]) -> int:
    print(f"tellings add, {result['store']}: {result['kills']} kills in {result.get('libraries', 0)} libraries")
    print("  while " + ", ".join(f"{what} {count}" for what, count in result.get("fell_on", {}).items()))
    print(f"  {len(result['faults'])} faults (target 0), {result['seconds']} s")
    for fault in result["faults"][:10]:
        print(f"  {fault}")
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
