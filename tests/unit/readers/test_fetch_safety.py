"""Nothing leads to a machine that was not meant: whatever the address, the name server, a redirect or a proxy say."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest

from tellings.model.fetched import Fetched, Limits, Refused
from tellings.readers.addresses import check_address, parse_address, why_closed
from tellings.readers.fetch import Fetcher
from tellings.readers.proxies import environment_proxy, no_proxy
from tests.badserver import BadServer, Clock, answer, page, serving

OPEN = "93.184.216.34"
WORDS = "The ferry of Harsk sank on Monday, the coast guard of Orlan said. " * 5


@pytest.fixture
def server() -> Iterator[BadServer]:
    with serving() as started:
        started.paths["/a"] = page(WORDS)
        yield started


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were connected to. They stand on the open internet; here they all are this machine."""
    seen: list[str] = []
    connect = httpcore.SyncBackend.connect_tcp

    def connect_here(self: httpcore.SyncBackend, host: str, port: int, **options: Any) -> httpcore.NetworkStream:
        seen.append(host)
        return connect(self, "127.0.0.1", port, **options)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_here)
    return seen


def make(**options: Any) -> Fetcher:
    clock = Clock()
    given = {
        "limits": Limits(connect=0.5, read=0.5, total=5.0, patience=30.0),
        "robots": False,
        "clock": clock,
        "now": clock.now,
        "sleep": clock.sleep,
        "resolve": lambda host, port: [OPEN],
        "find_proxy": no_proxy,
    }
    return Fetcher(**{**given, **options})


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "this machine"),
        ("127.8.9.1", "this machine"),
        ("0.0.0.0", "this machine"),
        ("10.0.0.7", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "inner network"),
        ("168.63.129.16", "cloud"),
        ("192.0.0.192", "reserved"),
        ("198.18.0.1", "measurements"),
        ("203.0.113.5", "examples"),
        ("224.0.0.1", "many machines"),
        ("255.255.255.255", "reserved"),
        ("::1", "this machine"),
        ("::", "this machine"),
        ("::ffff:127.0.0.1", "this machine"),
        ("::ffff:a9fe:a9fe", "metadata"),
        ("::127.0.0.1", "this machine"),
        ("::ffff:0:10.0.0.1", "private"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b:1::1", "private"),
        ("2002:7f00:1::", "this machine"),
        ("2002:a00:7::1", "private"),
        ("2001:0:1:2:3:4:80ff:fffe", "this machine"),
        ("fe80::1", "local link"),
        ("fe80::1%eth0", "local link"),
        ("fc00::1", "private"),
        ("fd00:ec2::254", "private"),
        ("fec0::1", "private"),
        ("ff02::1", "many machines"),
        ("2001:db8::1", "examples"),
        ("tarn.example", "no address"),
        ("", "no address"),
    ],
)
def test_what_is_not_the_open_internet_is_known(address: str, what: str) -> None:
    assert what in why_closed(address)


@pytest.mark.parametrize("address", [OPEN, "2606:2800:220:1::1", "64:ff9b::93.184.216.34", "::ffff:93.184.216.34"])
def test_what_is_the_open_internet_is_known(address: str) -> None:
    assert why_closed(address) == ""


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://localhost/", "private"),
        ("http://LOCALHOST./", "private"),
        ("http://printer/", "private"),
        ("http://nas.local/", "private"),
        ("http://metadata.google.internal/", "private"),
        ("http://127.0.0.1/", "private"),
        ("http://127.0.0.1./", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://[::ffff:7f00:1]/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0x7f.1/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://127.0.0.0x1/", "address"),
        ("http://1.2.3.4.5/", "address"),
        ("http://tarn.example:22/", "address"),
        ("http://tarn.example:25/", "address"),
        ("http://tarn.example:99999/", "address"),
        ("http://harsk.example:80@127.0.0.1/", "address"),
        ("http://@tarn.example/", "address"),
        ("http://harsk.example%00.tarn.example/", "address"),
        ("http://harsk.example%2f@tarn.example/", "address"),
        ("http://[fe80::1%25eth0]/", "address"),
        ("http://\uff11\uff12\uff17.0.0.1/", "address"),
        ("http://127\u30020\u30020\u30021/", "private"),
        ("http://\u2460\u2461\u2466.0.0.1/", "address"),
        ("http:\\\\127.0.0.1\\", "address"),
        ("http://tarn.example\t/a\n", "address"),
        ("http:///tarn.example", "address"),
        ("http:tarn.example", "address"),
        ("http://", "address"),
        ("http://?a", "address"),
        ("http://[/", "address"),
        ("ftp://tarn.example/a", "address"),
        ("file:///etc/passwd", "address"),
        ("unix:///run/a.sock", "address"),
        ("//tarn.example/a", "address"),
        ("", "address"),
    ],
)
def test_addresses_that_hide_where_they_lead_are_refused(url: str, kind: str, connected: list[str]) -> None:
    found = make(resolve=lambda host, port: ["127.0.0.1"])(url)

    assert isinstance(found, Refused), found
    assert found.kind == kind, found.reason
    assert connected == []


def test_the_address_that_was_checked_is_the_one_connected_to(server: BadServer, connected: list[str]) -> None:
    answers = iter([[OPEN], ["127.0.0.1"], ["10.0.0.1"]])
    fetch = make(resolve=lambda host, port: next(answers))

    assert isinstance(fetch(server.url("/a")), Fetched)
    assert connected == [OPEN]
    assert f"host: tarn.example:{server.port}".encode() in server.requests[0].lower()
    rebound = fetch(server.url("/a"))
    assert isinstance(rebound, Refused)
    assert rebound.reason.startswith("its host tarn.example leads to 127.0.0.1, this machine; give --allow-private")
    assert connected == [OPEN]


@pytest.mark.parametrize("found", [["10.0.0.7"], [OPEN, "10.0.0.7"], ["::ffff:10.0.0.7"], ["fe80::1%2"]])
def test_a_name_that_leads_inside_is_refused(server: BadServer, connected: list[str], found: list[str]) -> None:
    refused = make(resolve=lambda host, port: found)(server.url("/a"))

    assert isinstance(refused, Refused)
    assert refused.kind == "private"
    assert (connected, server.requests) == ([], [])


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{port}/a", "http://inside.example:{port}/a", "//[::1]:{port}/a"]
)
def test_a_redirect_inside_is_refused(server: BadServer, connected: list[str], location: str) -> None:
    server.paths["/go"] = answer(status="302 Found", headers=(f"Location: {location.format(port=server.port)}",))

    found = make(resolve=lambda host, port: ["192.168.0.9" if host == "inside.example" else OPEN])(server.url("/go"))

    assert isinstance(found, Refused)
    assert found.kind == "private"
    assert found.reason.startswith("redirects to http")
    assert (connected, server.asked()) == ([OPEN], ["/go"])


def test_a_robots_file_that_redirects_inside_reaches_nothing(server: BadServer, connected: list[str]) -> None:
    server.paths["/robots.txt"] = answer(status="302 Found", headers=("Location: http://169.254.169.254/",))

    found = make(robots=True)(server.url("/a"))

    assert isinstance(found, Refused)
    assert found.kind == "private"
    assert (connected, server.asked()) == ([OPEN], [])


def test_a_private_machine_is_asked_where_the_user_says_so(server: BadServer) -> None:
    found = make(allow_private=True)(f"http://127.0.0.1:{server.port}/a")

    assert isinstance(found, Fetched)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of tarn.example, issued by itself, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so that there is no certificate to test with")
    pem = tmp_path_factory.mktemp("tls") / "tarn.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=tarn.example"
    command += f" -addext subjectAltName=DNS:tarn.example -keyout {pem}.key -out {pem}"
    subprocess.run(command.split(), check=True, capture_output=True)
    pem.write_bytes(pem.read_bytes() + Path(f"{pem}.key").read_bytes())
    return pem


@contextlib.contextmanager
def serving_tls(certificate: Path, said: bytes) -> Iterator[int]:
    """The port of a TLS server that says ``said`` to everyone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def run(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(65536)
                secure.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=run, args=(listener,), daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, connected: list[str]) -> None:
    with serving_tls(certificate, page(WORDS)) as port:
        found = make()(f"https://tarn.example:{port}/a")

    assert isinstance(found, Refused)
    assert found.kind == "unreachable"
    assert "the connection to tarn.example is not safe: its certificate does not hold: self" in found.reason


def test_a_certificate_is_checked_against_the_name(
    certificate: Path, connected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_tls(certificate, page(WORDS)) as port:
        found = make()(f"https://tarn.example:{port}/a")
        other = make()(f"https://orlan.example:{port}/a")

    assert isinstance(found, Fetched), found
    assert isinstance(other, Refused)
    assert "certificate does not hold" in other.reason
    assert set(connected) == {OPEN}


def test_a_step_down_from_https_is_refused(
    certificate: Path, connected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    moved = answer(status="302 Found", headers=("Location: http://tarn.example/a",))
    with serving_tls(certificate, moved) as port:
        found = make()(f"https://tarn.example:{port}/a")

    assert isinstance(found, Refused)
    assert (found.kind, "from https to http" in found.reason) == ("redirect", True)


def test_what_speaks_no_tls_is_refused(server: BadServer, connected: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")
                connection.recv(4096)
                connection.close()

        threading.Thread(target=talk, daemon=True).start()
        found = make()(f"https://tarn.example:{listener.getsockname()[1]}/a")

    assert isinstance(found, Refused)
    assert (found.kind, "is not safe" in found.reason) == ("unreachable", True)


def test_the_next_address_is_tried_where_one_is_dead(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = httpcore.SyncBackend.connect_tcp

    def first_is_dead(self: httpcore.SyncBackend, host: str, port: int, **options: Any) -> httpcore.NetworkStream:
        if host == "1.1.1.1":
            raise httpcore.ConnectError("dead")
        return connect(self, "127.0.0.1", port, **options)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", first_is_dead)

    assert isinstance(make(resolve=lambda host, port: ["1.1.1.1", OPEN])(server.url("/a")), Fetched)


def tunnel(server: BadServer, seen: list[bytes]) -> Callable[[socket.socket], None]:
    """A proxy that connects every CONNECT to ``server``."""

    def run(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection, socket.create_connection(("127.0.0.1", server.port)) as inner:
                connection.settimeout(2)
                seen.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                inner.sendall(connection.recv(4096))
                while piece := inner.recv(4096):
                    connection.sendall(piece)

    return run


def test_a_proxy_is_asked_for_the_checked_address(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=tunnel(server, seen), args=(listener,), daemon=True).start()
        monkeypatch.setenv("http_proxy", f"http://desk:pass@127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "orlan.example")

        found = make(find_proxy=environment_proxy)(server.url("/a"))

    assert isinstance(found, Fetched), found
    assert seen[0].startswith(f"CONNECT {OPEN}:{server.port} HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic ZGVzazpwYXNz\r\n" in seen[0]
    assert b"proxy" not in server.requests[0].lower()
    assert environment_proxy("http", "orlan.example") == ""


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://127.0.0.1:1080", "socks5 proxies are not supported"),
        ("http://127.0.0.1:99999", "not well-formed"),
        ("http://", "not supported"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_not_gone_past(
    server: BadServer, connected: list[str], proxy: str, words: str
) -> None:
    found = make(find_proxy=lambda scheme, host: proxy)(server.url("/a"))

    assert isinstance(found, Refused)
    assert words in found.reason
    assert connected == []


@pytest.mark.parametrize("said", [answer(status="403 Forbidden"), b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nextra"])
def test_a_proxy_that_refuses_is_told(server: BadServer, connected: list[str], said: bytes) -> None:
    server.paths[f"{OPEN}:{server.port}"] = said

    found = make(find_proxy=lambda scheme, host: f"http://proxy.example:{server.port}")(server.url("/a"))

    assert isinstance(found, Refused)
    assert f"it does not connect to {OPEN}" in found.reason
    assert connected == ["proxy.example"]


def test_an_address_keeps_what_it_needs() -> None:
    url = parse_address(" https://tarn.example/a b/\u00e9?q=1 2#part ")

    check_address(url)
    assert str(url) == "https://tarn.example/a%20b/%C3%A9?q=1%202"
    assert parse_address("https://b\u00fccher.example/").raw_host == b"xn--bcher-kva.example"
