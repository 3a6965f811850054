"""The options of the commands that work on a library, and the library opened for them."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from tellings.service.events import note
from tellings.service.logs import is_json

if TYPE_CHECKING:
    from tellings.daily.desk import Store
    from tellings.model.daily import Progress

PLACE = "FILE or postgresql://..., else $TELLINGS_LIBRARY, else library.db in the folder for your programs' data."


def library_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that names the library."""
    return click.option("--library", "library", metavar="FILE|URL", help=f"The library: {PLACE}")(command)


def talking(command: Callable[..., None]) -> Callable[..., None]:
    """The library, and the options every command has; ``debug`` is looked at by ``main`` alone."""
    options = (
        library_option,
        click.option("--json", "as_json", is_flag=True, help="Print JSON; see: tellings schema."),
        click.option("-v", "--verbose", is_flag=True, help="Print everything, and say more on the way."),
        click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors."),
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, debug: bool, **given: Any) -> None:
        command(*args, **given)

    return run


def clock() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


@contextmanager
def opened(library: str | None, *, make: bool = False) -> "Iterator[Store]":
    """The library, closed at the end; where there is none, one is made only with ``make``."""
    from tellings.daily.desk import open_store

    store = open_store(library, now=clock(), make=make)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def stoppable(say: Callable[[str], None]) -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets; the second one ends the process as ever."""
    stopped = threading.Event()
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        for each, handler in kept.items():
            signal.signal(each, handler)
        note("stopping", signal=signal.Signals(number).name)
        say("stopping: what is under way is finished first. Once more stops at once.")

    for number in kept:
        signal.signal(number, stop)
    try:
        yield stopped
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


@contextmanager
def shown_progress(quiet: bool) -> "Iterator[Callable[[Progress], None]]":
    """Takes how far something has come, and shows it on stderr where that is a terminal."""
    if quiet or is_json() or not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, TextColumn("{task.fields[counts]}"), console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(progress: "Progress") -> None:
            if progress.task not in tasks:
                tasks[progress.task] = bar.add_task(progress.task, total=progress.total, counts="")
            counts = f"{progress.reports:,} new, {progress.known:,} known, {progress.left_out:,} left out"
            counts = counts if progress.reports or progress.known or progress.left_out else ""
            bar.update(tasks[progress.task], completed=progress.done, total=progress.total, counts=counts)

        yield tell
