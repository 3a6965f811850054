"""A PostgreSQL server for the tests: the one in ``TELLINGS_TEST_POSTGRESQL``, or a private one that goes with them.

A private server needs ``initdb`` and ``postgres`` on this machine; nothing is downloaded. It listens on 127.0.0.1,
with a password of its own, and lies in a temporary folder. It will not run as root: root hands it to another user.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

VARIABLE = "TELLINGS_TEST_POSTGRESQL"
_STARTS_IN = 30.0


class NoServerError(Exception):
    """There is no server and none can be started; says why."""


def _find_program(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    # Debian keeps them out of the way, one folder a version.
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    if not installed:
        raise NoServerError(f"no {name} on this machine; install PostgreSQL, or name a server in {VARIABLE}")
    return str(installed[0])


def _find_user() -> str | None:
    """Whom root hands the server to; nobody where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServerError("PostgreSQL does not run as root, and there is no other user to run it as")


@contextmanager
def run_server() -> Iterator[str]:
    """The address of a server whose user may make databases; a private one is gone afterwards.

    Raises:
        NoServerError: when there is none and none can be started.
    """
    if given := os.environ.get(VARIABLE):
        yield given
        return
    with run_private_server() as server:
        yield server.address


class Server:
    """A private server in a folder of its own, which can be killed and started again."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self._folder, self._user = folder, user
        self._postgres = _find_program("postgres")
        password = secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="ascii")
        if user is not None:
            for path in (folder, folder / "password"):
                shutil.chown(path, user)
        options = ["--username=tester", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--encoding=UTF8"]
        done = subprocess.run(
            [_find_program("initdb"), "-D", str(folder / "data"), *options, "--locale=C", "--no-sync"],
            user=user,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoServerError(f"initdb: {done.stderr.strip()[-300:]}")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"postgresql://tester:{password}@127.0.0.1:{self._port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begins to answer; what was killed is repaired first."""
        # Nothing here must survive a power cut, only our own processes are killed.
        settings = [f"unix_socket_directories={self._folder}", "listen_addresses=127.0.0.1", f"port={self._port}"]
        settings += ["fsync=off", "max_connections=200"]
        options = [part for setting in settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._postgres, "-D", str(self._folder / "data"), *options],
                user=self._user,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        _wait(self._process, self.address, self._folder / "log")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends: SIGINT in order, SIGQUIT at once, without writing anything back."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=_STARTS_IN)

    def crash(self) -> None:
        """Kills one process of the server with SIGKILL: it throws out all guests, repairs itself and goes on."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("ascii").split()
        os.kill(int(children[-1]), signal.SIGKILL)


@contextmanager
def run_private_server() -> Iterator[Server]:
    """A server that answers; it is gone afterwards.

    Raises:
        NoServerError: when none can be started.
    """
    with tempfile.TemporaryDirectory(prefix="tellings-pg-") as made:
        server = Server(Path(made), _find_user())
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _STARTS_IN
    while True:
        try:
            _run(address, "SELECT 1")
            return
        except sa.exc.DBAPIError as err:
            if server.poll() is not None or time.monotonic() > until:
                raise NoServerError(f"postgres: {log.read_text('utf-8', 'replace')[-300:]}") from err
            time.sleep(0.05)


@contextmanager
def make_database(server: str) -> Iterator[str]:
    """The address of a new, empty database on the server; it is gone afterwards."""
    name = f"tellings_{secrets.token_hex(6)}"
    _run(server, f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(address: str, statement: str) -> None:
    engine = sa.create_engine(
        address.replace("postgresql://", "postgresql+pg8000://"),
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": 60},
    )
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
    finally:
        engine.dispose()
