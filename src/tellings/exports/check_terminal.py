"""A checked draft to be read in a terminal: what is at fault first, each line with its reason and the words cited."""

import io
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tellings.exports.characters import show_line
from tellings.exports.checked import MARKS, VERDICTS, cited, say_counts
from tellings.model.check import Check, CheckedSentence, CheckVerdict

if TYPE_CHECKING:
    from rich.console import RenderableType

_STYLES: dict[CheckVerdict, str] = {
    "contradicted": "bold red", "unsupported": "red", "differs": "yellow", "supported": "green", "opinion": "magenta"
}  # fmt: skip
# Citations of a sentence at a first look; `full` gives all, also of what is supported.
_CITED = 2


def to_check_terminal(check: Check, *, width: int = 80, colour: bool = False, full: bool = False) -> str:
    """Every sentence in order with its verdict; ``full`` gives all that is cited, also for what is supported."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 40),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for item in _lay_out(check, full):
        console.print(item)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def to_check_text(check: Check) -> str:
    """The same as plain text, 80 columns wide, with everything that is cited."""
    return to_check_terminal(check, full=True)


def _lay_out(check: Check, full: bool) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text(f"{show_line(check.draft.location)} against {_say_reports(check)}", style="bold")
    yield Text(say_counts(check))
    breaks = [at for at, letter in enumerate(check.draft.text) if letter == "\n"]
    for sentence in check.sentences:
        yield from _lay_sentence(check, sentence, bisect_left(breaks, sentence.start) + 1, full)
    for item in check.skipped:
        yield Text(f"left out {show_line(item.location)}: {show_line(item.reason)}", style="dim")


def _lay_sentence(check: Check, sentence: CheckedSentence, number: int, full: bool) -> "Iterator[RenderableType]":
    from rich.padding import Padding
    from rich.text import Text

    verdict = sentence.verdict
    yield Text("")
    called = (f"{MARKS[verdict]} {VERDICTS[verdict]}", _STYLES[verdict])
    yield Text.assemble(called, (f"  line {number}  ", "dim"), show_line(sentence.text))
    if verdict in ("supported", "opinion") and not full:
        return
    yield Padding(Text(show_line(sentence.why)), (0, 0, 0, 4))
    for label, words in cited(check, sentence.evidence)[: None if full else _CITED]:
        yield Padding(Text.assemble((f"{label}: ", "dim"), f"“{words}”"), (0, 0, 0, 4))


def _say_reports(check: Check) -> str:
    number = len(check.documents)
    return f"{number} {'report' if number == 1 else 'reports'}"
