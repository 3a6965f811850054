"""The options that commands share: what they are called, and what is said when one is wrong."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from tellings import app
from tellings.errors import UsageError

_STORY = re.compile(r"s[0-9a-f]{2,}")
_WORKERS = "tellings.workers"
"""Where a command keeps what its work runs on."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def cut(message: str, limit: int = 1200) -> str:
    """The message in at most about ``limit`` characters, its end kept."""
    return message if len(message) <= limit else f"{message[: limit * 3 // 4]} … {message[-limit // 5 :]}"


def seen(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which reports were seen before."""
    options = (
        click.option(
            "--since",
            callback=_as_moment,
            metavar="WHEN",
            help="Reports up to this day or time were seen: 2031-05-09, 2031-05-09T14:00, yesterday.",
        ),
        click.option(
            "--before",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="BRIEF.json",
            help="The reports of this brief, saved earlier, were seen.",
        ),
    )
    for option in reversed(options):
        command = option(command)

    return command


def as_of(command: Callable[..., None]) -> Callable[..., None]:
    """The option that goes back to a day."""
    help_text = "The state of that day: only reports published up to then count."
    return click.option("--as-of", "as_of", callback=_as_day, metavar="DATE", help=help_text)(command)


def _as_moment(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    named = {"today": 0, "yesterday": 1}
    if value.lower() in named:
        return date.today() - timedelta(days=named[value.lower()])
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError as err:
        raise click.BadParameter(
            f"{cut(value, 40)!r} is no day or time. Write 2031-05-09, 2031-05-09T14:00, today or yesterday.", ctx, param
        ) from err


def _as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as err:
        raise click.BadParameter(
            f"{cut(value or '', 40)!r} is not a day. Write it as YEAR-MONTH-DAY, for instance 2031-05-09.", ctx, param
        ) from err


def _as_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _LANGUAGE.fullmatch(value):
        raise click.BadParameter(
            f"{cut(value, 40)!r} is not a language code. Write one such as en, fr or pt-BR.", ctx, param
        )
    return value


def is_story(paths: Sequence[str]) -> bool:
    """Whether the only argument is the id of a story, or how one begins, and no file of that name is there."""
    return len(paths) == 1 and bool(_STORY.fullmatch(paths[0])) and not os.path.lexists(paths[0])


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The paths and options of a command that reads reports."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(
        reading("Day of the reports that carry no date.")(fetching(command))
    )


def reading(dated: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of reading; ``dated`` says whose day ``--date`` is."""
    return lambda command: _with_reading(command, dated)


def _with_reading(command: Callable[..., None], dated: str) -> Callable[..., None]:
    options = (
        click.option("--json", "as_json", is_flag=True, help="Print JSON; see: tellings schema."),
        click.option("--date", "on_date", callback=_as_day, metavar="DATE", help=dated),
        click.option(
            "--lang", "language", callback=_as_language, metavar="CODE", help="Language of the reports: en, fr ..."
        ),
        click.option(
            "--max-characters",
            type=click.IntRange(min=1),
            default=app.LONGEST,
            metavar="N",
            help=f"Leave out reports longer than this ({app.LONGEST:,}).",
        ),
        click.option(
            "--model/--no-model",
            default=True,
            help="Read with the shipped encoder and rules, or with rules alone (faster, finds less).",
        ),
        click.option(
            "--threads",
            type=click.IntRange(min=0, max=1024),
            default=0,
            metavar="N",
            help="Threads the encoder computes with (0: all cores).",
        ),
        click.option(
            "--engine",
            multiple=True,
            type=_Engine(),
            callback=_as_engine,
            metavar="KIND:WHERE",
            help="Read names with a model of your own: spacy:NAME, spacy:FOLDER, tokens:FOLDER or gliner:FOLDER; "
            "work on local processes or on ray (a cluster). Give it twice for both.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Print everything, and say more on the way."),
        click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors."),
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, debug: bool, **kwargs: Any) -> None:
        if click.get_current_context().meta.pop(_WORKERS, "local") != "local":
            raise UsageError("this command works on this machine alone: leave --engine ray out.")
        command(*args, **kwargs)

    return run


class _Engine(click.types.StringParamType):
    """An engine; in an environment variable there is a comma between two, since folders may hold blanks."""

    envvar_list_splitter = ","


def _as_engine(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> str | None:
    """The engine that reads names; what the work runs on is noted for ``spreading``."""
    readers = [value for value in values if value not in ("local", "ray")]
    for value in values:
        if value not in readers:
            ctx.meta[_WORKERS] = value
    if len(readers) > 1:
        raise click.BadParameter(f"a reading has one engine, not {cut(' and '.join(readers), 200)}.", ctx, param)
    return readers[0] if readers else None


def spreading(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command whose work may be spread; it gets a ``mapper``, or ``None`` to do all by itself."""
    options = (
        click.option(
            "--jobs",
            type=click.IntRange(min=1, max=10_000),
            metavar="N",
            help="Work with N processes (1), or N workers of Ray (one a core); the result is the same.",
        ),
        click.option("--address", metavar="HOST:PORT", help="The Ray cluster to work on, for --engine ray."),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, jobs: int | None, address: str | None, **given: Any) -> None:
        ctx = click.get_current_context()
        engine = ctx.meta.pop(_WORKERS, "local")
        if engine == "local" and ctx.get_parameter_source("address") == ParameterSource.COMMANDLINE:
            raise UsageError("--address is that of a Ray cluster: add --engine ray.")
        if engine == "local" and (jobs or 1) == 1:
            command(*args, mapper=None, **given)
            return
        with app.open_mapper(engine, jobs, address) as mapper:
            command(*args, mapper=mapper, **given)

    return run


def fetching(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that may ask the web; the command gets ``fetch``."""
    options = (
        click.option(
            "--contact",
            default="",
            envvar="TELLINGS_CONTACT",
            metavar="ADDRESS",
            help="Mail or web address that sites are told where one is read (or set TELLINGS_CONTACT).",
        ),
        click.option(
            "--timeout",
            "patience",
            type=click.FloatRange(min=0.1, max=3600),
            default=app.TIMEOUT,
            metavar="SECONDS",
            help=f"Give an address of the web up after this long ({app.TIMEOUT:g}).",
        ),
        click.option("--allow-private", is_flag=True, help="Read addresses of this machine and its networks too."),
        click.option(
            "--robots/--no-robots",
            default=True,
            help="Heed a site's robots.txt, or do not, where you have the site's leave.",
        ),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, contact: str, patience: float, allow_private: bool, robots: bool, **given: Any) -> None:
        fetch = app.load_fetch(contact=contact, allow_private=allow_private, robots=robots, timeout=patience)
        command(*args, fetch=fetch, **given)

    return run


def rewriting(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that may rephrase; the command gets a ``rewriter`` or ``None``."""
    options = (
        click.option(
            "--rewrite",
            "url",
            metavar="URL",
            help="Have the summary rephrased by an OpenAI-compatible endpoint; checked.",
        ),
        click.option("--rewrite-model", "asked", metavar="NAME", help="The model to ask there."),
        click.option(
            "--rewrite-key",
            "key",
            default=app.REWRITE_KEY,
            metavar="VARIABLE",
            help=f"Environment variable that holds its key ({app.REWRITE_KEY}).",
        ),
        click.option(
            "--rewrite-timeout",
            "timeout",
            type=click.FloatRange(min=0.1, max=3600),
            default=60.0,
            metavar="SECONDS",
            help="Wait this long for one answer (60).",
        ),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, url: str | None, asked: str | None, key: str, timeout: float, **given: Any) -> None:
        if url is None and asked is not None:
            raise UsageError("nothing is rephrased without --rewrite URL, the base of the endpoint's API.")
        if url is not None and asked is None:
            raise UsageError("--rewrite needs --rewrite-model NAME, the model to ask there.")
        rewriter = None
        if url is not None and asked is not None:
            rewriter = app.load_rewriter(url, asked, key_variable=key, timeout=timeout)
        command(*args, rewriter=rewriter, **given)

    return run


def out_to(*suffixes: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option ``--out``, with files of these suffixes."""
    choices = " ".join(suffixes)

    def check(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Path, ...]:
        for value in values:
            fault = _find_fault(Path(value), suffixes)
            if fault:
                raise click.BadParameter(f"{cut(value, 200)!r} {fault}", ctx, param)
        return tuple(Path(value) for value in values)

    help_text = f"Write to FILE; its suffix picks the format: {choices}. May be given several times."
    return click.option("--out", multiple=True, callback=check, metavar="FILE", help=help_text)


def _find_fault(path: Path, suffixes: Sequence[str]) -> str:
    """Why nothing can be written there; empty when it seems possible."""
    if not path.name.lower().endswith(tuple(suffixes)):
        return f"has no suffix that names a format. Choose one of: {' '.join(suffixes)}"
    try:
        if not path.parent.is_dir():
            return "lies in a folder that does not exist. Make the folder first."
        return "is a folder. Give the name of a file." if path.is_dir() else ""
    except (OSError, ValueError) as err:
        return f"cannot be written: {getattr(err, 'strerror', None) or err}."
