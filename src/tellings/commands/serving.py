"""``tellings serve``: the desk on this machine, or for a newsroom."""

import contextlib
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from tellings.commands.library_options import library_option, opened
from tellings.commands.output import complain, print_out, talk
from tellings.commands.running import logged
from tellings.errors import MissingPart, UsageError
from tellings.service.events import listening as listening_to_events
from tellings.service.events import note

if TYPE_CHECKING:
    from tellings.daily.desk import Store
    from tellings.daily.watching import Watched
    from tellings.model.daily import StoryChange
    from tellings.web.settings import Settings

PORT = 8377
_ELSEWHERE = (
    "Others reach the desk only with --token or --accounts. How to put it behind TLS: docs/how-to/serve-a-newsroom.md"
)


@click.command(epilog=_ELSEWHERE)
@library_option
@click.option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen (127.0.0.1: this machine alone).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help=f"The port to listen at ({PORT}; 0: one that is free).",
)
@click.option(
    "--token",
    envvar="TELLINGS_TOKEN",
    metavar="SECRET",
    help="Let in whoever knows it; 'new' makes one ($TELLINGS_TOKEN).",
)
@click.option("--accounts", is_flag=True, help="Let in whoever has an account: tellings users add NAME.")
@click.option("--public", metavar="URL", help="The address readers use, where another server stands in front.")
@click.option("--open", "open_browser", is_flag=True, help="Open the desk in the browser.")
@click.option("--watch", "watching", is_flag=True, help="Ask the library's feeds too, as tellings watch does.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1, max=10080),
    default=15.0,
    metavar="MINUTES",
    help="With --watch: ask each feed this often (15).",
)
@click.option(
    "--contact",
    default="",
    envvar="TELLINGS_CONTACT",
    metavar="ADDRESS",
    help="With --watch: the address that sites are told where one is read ($TELLINGS_CONTACT).",
)
@click.option("--model/--no-model", default=True, help="With --watch: read with the encoder, or with rules alone.")
@click.option(
    "--reader",
    default="me",
    envvar="TELLINGS_READER",
    metavar="NAME",
    help="Who a visitor without an account is ($TELLINGS_READER).",
)
@click.option(
    "--largest-upload",
    type=click.IntRange(1, 4096),
    default=64,
    metavar="MIB",
    help="Files that are sent may have so many MiB together (64).",
)
@click.option(
    "--per-minute",
    type=click.IntRange(min=0),
    metavar="N",
    help="Requests of one visitor in a minute (1200 where others reach the desk; 0: any number).",
)
@click.option(
    "--backlog",
    type=click.IntRange(min=1),
    default=10_000,
    metavar="N",
    help="Take no reports while so many wait to be sorted and briefed (10,000).",
)
@click.option(
    "--grace",
    type=click.IntRange(0, 600),
    default=5,
    metavar="SECONDS",
    help="When told to end, finish what is being answered for so long (5).",
)
@click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@logged
def serve(
    library: str | None,
    host: str,
    port: int,
    token: str | None,
    accounts: bool,
    public: str | None,
    open_browser: bool,
    watching: bool,
    quiet: bool,
    reader: str,
    largest_upload: int,
    per_minute: int | None,
    backlog: int,
    grace: int,
    debug: bool,
    **given: Any,
) -> None:
    """Opens the library as a page in the browser, with an HTTP API, until it is stopped (Ctrl-C).

    Only this machine reaches it, unless --host says otherwise. A library that is not there is made.
    """
    need_desk()
    from tellings.web.settings import Settings, read_public

    made = secrets.token_urlsafe(24) if token == "new" else None
    settings = Settings(
        host=host,
        port=port,
        token=made or token,
        accounts=accounts,
        public=read_public(public) if public else "",
        reader=reader,
        per_minute=_find_rate(host, public) if per_minute is None else per_minute,
        largest_upload=largest_upload << 20,
        backlog=backlog,
        grace=grace,
    )
    with opened(library, make=True) as store:
        if accounts and not store.accounts.list_all():
            raise UsageError("there is no account yet. Make the first: tellings users add NAME --role admin.")
        with _listening(host, port) as listening:
            where = settings.public or f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
            watched = _watched(library, given) if watching else None

            def begun() -> None:
                if not quiet:
                    talk(f"The desk of {store.where} is at {where}/ (Ctrl-C ends it)")
                if made:
                    talk(f"Its token: {made}")
                if open_browser:
                    click.launch(f"{where}/")

            _run(store, settings, listening, watched, begun, quiet)


def need_desk() -> None:
    """Nothing, where what the desk needs is installed.

    Raises:
        MissingPart: where it is not.
    """
    try:
        for name in ("argon2", "fastapi", "prometheus_client", "python_multipart", "uvicorn"):
            import_module(name)
    except ModuleNotFoundError as err:
        raise MissingPart(
            f"the package {err.name} is not installed, which the desk needs.\n"
            "Install it with: pip install 'tellings[desk]'"
        ) from err


def _find_rate(host: str, public: str | None) -> int:
    """Requests a visitor may make in a minute: any number on one's own machine."""
    from tellings.web.settings import PER_MINUTE, is_loopback

    return 0 if is_loopback(host) and not public else PER_MINUTE


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as err:
        raise UsageError(f"{host[:200]!r} is no host of this machine: {err}.") from err
    family, kind, _, _, address = found[0]
    listening = socket.socket(family, kind)
    with contextlib.closing(listening):
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except OSError as err:
            raise UsageError(
                f"port {port} of {host} cannot be taken: {err.strerror or err}.\n"
                "Another program may have it: give another with --port, or --port 0 for any that is free."
            ) from err
        yield listening


def _watched(library: str | None, given: dict[str, Any]) -> "Watched":
    from datetime import timedelta

    from tellings.daily.watching import Watched

    every = timedelta(minutes=given["every"])
    return Watched(library, every=every, contact=given["contact"], model=given["model"])


def _run(
    store: "Store",
    settings: "Settings",
    listening: socket.socket,
    watched: "Watched | None",
    begun: Callable[[], None],
    quiet: bool,
) -> None:
    from tellings.daily.desk import to_change_line
    from tellings.daily.watching import Watcher
    from tellings.web.server import make_app, run

    app = make_app(store, settings)

    def tell(changes: "tuple[StoryChange, ...]") -> None:
        # Readers hear of it from the library's log, whoever changes it.
        for change in () if quiet else changes:
            print_out(to_change_line(change))

    watcher = Watcher(watched, tell, lambda words: complain(*words.splitlines()), hear=note) if watched else None

    def begin() -> None:
        begun()
        if watcher:
            watcher.start()

    with _ended_by_signals(), listening_to_events(app.state.web.metrics.hear):
        try:
            run(app, settings, listening, begin)
        finally:
            if watcher:
                watcher.stop()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends the server as Ctrl-C does: in order, with what is open closed."""

    def leave(number: int, frame: object) -> None:
        """The server has heard it already."""

    kept: dict[signal.Signals, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        kept[number] = signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
