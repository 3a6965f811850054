"""What commands print: data to stdout, talk to stderr."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellings.errors import InputError, UsageError
from tellings.model.document import Skipped
from tellings.service.events import note
from tellings.service.logs import is_json

if TYPE_CHECKING:
    from tellings.model.daily import Added


def complain(first: str, *more: str) -> None:
    """A message on stderr under the name of the program; control characters are made harmless."""
    page = "\n".join([f"tellings: {first}", *(f"  {line}" for line in more)])
    talk("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in page))


def talk(words: str) -> None:
    """A line on stderr, whatever its encoding; an event of the log where stderr is one."""
    if is_json():
        note("message", message=words)
        return
    try:
        click.echo(words.encode("utf-8", "replace").decode(), err=True)
    except (BrokenPipeError, UnicodeEncodeError):
        click.echo(words.encode("ascii", "replace").decode(), err=True)


def screen() -> tuple[int, bool]:
    """The width to print in, and whether in colour."""
    on_terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 100) if on_terminal else 80
    return width, on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_out(text: str) -> None:
    """Data on stdout, as UTF-8."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def write(path: Path, text: str | bytes, *, option: str = "--out") -> None:
    """The text or bytes in a file; ``option`` is what named it.

    Raises:
        UsageError: when it cannot be written.
    """
    try:
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    except (OSError, ValueError) as err:
        why = getattr(err, "strerror", None) or err
        raise UsageError(f"{path} cannot be written: {why}.\nGive {option} another file.") from err


def sum_up(
    read: int, skipped: Sequence[Skipped], out: Sequence[Path], verbose: bool, stories: int | None, begun: float
) -> None:
    """Says how much was read, what was written and what was left out."""
    told = "" if stories is None else f", {stories} {'story' if stories == 1 else 'stories'}"
    took = f" in {time.perf_counter() - begun:.1f} s" if verbose else ""
    talk(f"{read} {'report' if read == 1 else 'reports'} read{told}{took}")
    for path in out:
        talk(f"wrote {path}")
    list_left_out(skipped, verbose, len(skipped))


def list_left_out(skipped: Sequence[Skipped], verbose: bool, count: int) -> None:
    """A line on stderr for each of the first inputs that were left out; ``count`` is how many there are."""
    shown = len(skipped) if verbose else 10
    for item in skipped[:shown]:
        complain(f"left out {item.location[:300]}: {item.reason[:300]}")
    if count > min(shown, len(skipped)):
        complain(f"left out {count - min(shown, len(skipped)):,} more" + ("" if verbose else "; -v lists more"))


def need_documents(read: Sequence[object], skipped: Sequence[Skipped]) -> None:
    """Nothing, where anything was read.

    Raises:
        InputError: with the first reasons, where nothing was.
    """
    if not read:
        reasons = [f"{s.location[:200]}: {s.reason[:200]}" for s in skipped[:3]]
        raise InputError("\n".join(["nothing could be read.", *reasons, "Give files or folders with reports."]))


def sum_up_added(added: "Added", verbose: bool) -> None:
    """Says what was left out of an addition, the first of it or all."""
    list_left_out(added.skipped, verbose, added.left_out)
