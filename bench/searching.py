"""Search in a library of many long reports: how the server looks for words, and how long an answer takes.

    python -m bench.searching [--reports 20000] [--words 600] [--store postgresql|sqlite ...]

The reports are made up: words of an invented tongue, common ones often and rare ones seldom (Zipf), kept over six
months as ``add`` would. Asked for are a word of every report, one of a tenth of them, one of a hundredth, a rare one,
two words and a phrase, newest first; each five times, told as the median with the number of hits on a page. Of
PostgreSQL the plan is told too: whether it goes by the index of words (GIN). Target: rare and middling words by the
index, every answer in half a second.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tellings.library import search
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.library.terms import words
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Query
from tests.postgresql import NoServerError, make_database, run_private_server

FIRST = datetime(2031, 1, 10, 12, tzinfo=UTC)
MONTHS = 6
BATCH = 250
PAGE = 20
TURNS = 5
SYLLABLES = ("ha", "rsk", "or", "la", "ma", "rek", "ta", "vel", "mu", "dri", "ke", "so", "ni", "bru", "fe", "lo")


def make_words() -> list[str]:
    """Some 65,000 words, the commonest first."""
    chance = random.Random(1)
    made = sorted({"".join(parts) for parts in product(SYLLABLES, repeat=4)})
    chance.shuffle(made)
    return made


def make_reports(count: int, length: int, known: Sequence[str]) -> Iterator[Arrival]:
    """Reports of so many words each."""
    chance = random.Random(2)
    weights = [1 / (rank + 10) for rank in range(len(known))]
    for number in range(count):
        told = chance.choices(known, weights, k=length)
        text = ". ".join(" ".join(told[at : at + 20]) for at in range(0, length, 20))
        day = date(2031, 1, 1) + timedelta(days=number * 28 * MONTHS // count)
        yield Arrival(
            Document(
                id=f"d{number:012x}",
                location=f"made/{number}",
                text=text,
                title=" ".join(told[:8]),
                published=Published(earliest=day, latest=day, basis="stated"),
            )
        )


def fill(library: Library, reports: Iterator[Arrival], count: int) -> float:
    """The seconds it took to keep them, in the months in which they came."""
    begun, batch, done = time.perf_counter(), [], 0
    for arrival in reports:
        batch.append(arrival)
        if len(batch) == BATCH:
            library.keep(batch, now=FIRST + timedelta(days=30 * (done * MONTHS // count)))
            done, batch = done + len(batch), []
    library.keep(batch, now=FIRST + timedelta(days=30 * (MONTHS - 1)))
    with library.engine.begin() as connection:
        # As the server does by itself some time after many rows came in.
        connection.execute(sa.text("ANALYZE"))
    return time.perf_counter() - begun


def find_queries(known: Sequence[str], length: int) -> dict[str, Query]:
    """What is asked for, by what it is; how often a word stands in a report follows from its rank."""
    total = sum(1 / (rank + 10) for rank in range(len(known)))

    def word_in(share: float) -> str:
        # The chance that none of ``length`` words is the one of this rank.
        return min(known, key=lambda word: abs(1 - (1 - 1 / (ranks[word] + 10) / total) ** length - share))

    ranks = {word: rank for rank, word in enumerate(known)}
    tenth, hundredth = word_in(0.1), word_in(0.01)
    return {
        "a word of nearly all": Query(words=(known[0],)),
        "a word of a tenth": Query(words=(tenth,)),
        "a word of a hundredth": Query(words=(hundredth,)),
        "the rarest word": Query(words=(known[-1],)),
        "two words": Query(words=(tenth, hundredth)),
        "a phrase": Query(phrases=(f"{known[0]} {tenth}",)),
    }


def measure(library: Library, query: Query) -> dict[str, Any]:
    """Milliseconds of an answer, hits on its first page, and by what the server finds the words."""
    took = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        hits = library.search(query, kinds=(), order="newest", limit=PAGE, offset=0)
        took.append(1000 * (time.perf_counter() - begun))
    told: dict[str, Any] = {"ms": round(statistics.median(took), 1), "hits": len(hits)}
    if library.engine.dialect.name == "postgresql":
        told["plan"] = explain(library, query)
    return told


def explain(library: Library, query: Query) -> str:
    """By what the words are found, as the server tells it for the very query that search makes."""
    with library.engine.connect() as connection:
        search.look_up_words(connection)
        groups = [words(text) for text in (*query.words, *query.phrases)]
        chosen = search._select(connection, query, groups, {"report", "quotation", "statement"}, best=False).limit(PAGE)
        text = chosen.compile(connection.engine, compile_kwargs={"literal_binds": True})
        plan = connection.execute(
            sa.text(f"EXPLAIN (FORMAT JSON) {str(text).replace(':', chr(92) + ':')}")
        ).scalar_one()
    nodes = list(_walk(plan[0]["Plan"]))
    by_index = any(str(node.get("Index Name", "")).endswith(("by_word", "terms_idx")) for node in nodes)
    return "index of words" if by_index else "all terms read"


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from _walk(part)


def run(where: str, name: str, count: int, length: int) -> None:
    """Prints what one store was measured at."""
    known = make_words()
    library = open_library(where, now=FIRST)
    try:
        seconds = fill(library, make_reports(count, length, known), count)
        print(f"{name}: {count:,} reports of {length} words kept in {seconds:,.0f} s", flush=True)
        for kind, query in find_queries(known, length).items():
            print(f"  {kind:<24}" + "  ".join(f"{k} {v}" for k, v in measure(library, query).items()), flush=True)
    finally:
        library.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 0 also where there is no server."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=20_000)
    cli.add_argument("--words", type=int, default=600)
    cli.add_argument("--store", nargs="+", choices=("postgresql", "sqlite"), default=("postgresql", "sqlite"))
    args = cli.parse_args(argv)
    if "postgresql" in args.store:
        try:
            with run_private_server() as server, make_database(server.address) as where:
                run(where, "postgresql", args.reports, args.words)
        except NoServerError as err:
            print(f"No server: {err}")
    if "sqlite" in args.store:
        with tempfile.TemporaryDirectory() as made:
            run(str(Path(made) / "library.db"), "sqlite", args.reports, args.words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
