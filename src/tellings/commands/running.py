"""What commands that run for long have in common: their log, their figures, and how they end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tellings.errors import TellingsError
from tellings.service.events import LEVELS, note
from tellings.service.logs import FORMATS, is_json, logging_to, note_error
from tellings.version import VERSION

_FAULT = 70
_STOPPED = 130

_LOG = (
    click.option(
        "--log-format",
        type=click.Choice(FORMATS),
        default="text",
        help="json: one event a line on stderr, and nothing else there (text).",
    ),
    click.option(
        "--log-level",
        type=click.Choice(tuple(LEVELS)),
        help="Write down events from this level on (json: info; text: none).",
    ),
)

_FIGURES = (
    click.option(
        "--metrics-file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Keep figures for Prometheus in this file (textfile collector).",
    ),
    click.option(
        "--metrics-port",
        type=click.IntRange(0, 65535),
        metavar="N",
        help="Show them at http://127.0.0.1:N/metrics.",
    ),
)


def logged(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the log; the command runs with it open."""
    return _with(command, _LOG)


def logged_and_counted(command: Callable[..., None]) -> Callable[..., None]:
    """The same, and the options of figures, for what has no desk that shows them."""
    return _with(command, (*_LOG, *_FIGURES))


def _with(command: Callable[..., None], options: tuple[Any, ...]) -> Callable[..., None]:
    @wraps(command)
    def run(
        *args: Any,
        log_format: Any,
        log_level: Any,
        metrics_file: Path | None = None,
        metrics_port: int | None = None,
        **given: Any,
    ) -> None:
        from tellings.service.figures import shown

        context = click.get_current_context()
        with (
            logging_to(None, log_format, log_level),
            _told(context.command_path.partition(" ")[2], bool(context.params.get("debug"))),
            shown(VERSION, metrics_file, metrics_port),
        ):
            command(*args, **given)

    for option in reversed(options):
        run = option(run)
    return run


@contextmanager
def _told(command: str, debug: bool) -> Iterator[None]:
    """Notes that the command began and how it ended; where stderr is a log, its error is an event of it."""
    begun, code = time.monotonic(), 0
    note("started", command=command, version=VERSION)
    try:
        yield
    except SystemExit as err:
        code = err.code if isinstance(err.code, int) else 1
        raise
    except (click.Abort, KeyboardInterrupt):
        code = _STOPPED
        if not is_json():
            raise
        raise SystemExit(code) from None
    except BrokenPipeError:
        raise
    except (Exception, click.ClickException) as err:
        code = err.exit_code if isinstance(err, TellingsError | click.ClickException) else _FAULT
        if not is_json() or debug:
            raise
        note_error(TellingsError(err.format_message()) if isinstance(err, click.ClickException) else err)
        raise SystemExit(code) from err
    finally:
        note("ended", command=command, code=code, seconds=round(time.monotonic() - begun, 3))
