"""The proxy that the environment names, used so that it, too, leads only to addresses that were checked."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from urllib import request
from urllib.parse import unquote, urlsplit

import httpcore

from tellings.readers.refusals import RefusedError

_LONGEST_ANSWER = 16 * 1024

FindProxy = Callable[[str, str], str]
"""Scheme and host of an address in, the address of the proxy to use or "" out."""


def no_proxy(scheme: str, host: str) -> str:
    """No proxy, whatever the environment names."""
    return ""


def environment_proxy(scheme: str, host: str) -> str:
    """The proxy that ``HTTPS_PROXY``, ``HTTP_PROXY`` or ``ALL_PROXY`` names, unless ``NO_PROXY`` names ``host``."""
    named = request.getproxies_environment()
    proxy = named.get(scheme) or named.get("all") or ""
    return "" if not proxy or request.proxy_bypass_environment(host, named) else proxy  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a proxy listens, and the Basic credentials it wants ("" for none)."""

    host: str
    port: int
    login: str = ""


def read_proxy(text: str) -> Proxy:
    """The proxy at an address such as "http://proxy.example:3128".

    Raises:
        RefusedError: when it is of a kind that is not supported. Going past it would show what it is there to hide.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError as err:
        raise RefusedError("proxy", why="its address is not well-formed") from err
    if parts.scheme.lower() != "http" or not parts.hostname:
        raise RefusedError("proxy", why=f"{parts.scheme or 'no'} proxies are not supported, only http ones")
    login = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        login = base64.b64encode(pair.encode()).decode("ascii")
    return Proxy(parts.hostname, port or 80, login)


def open_tunnel(stream: httpcore.NetworkStream, proxy: Proxy, host: str, port: int, timeout: float) -> None:
    """Has the proxy at the other end of ``stream`` connect it to ``host`` and ``port``.

    Raises:
        RefusedError: when it does not.
    """
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    login = f"Proxy-Authorization: Basic {proxy.login}\r\n" if proxy.login else ""
    stream.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{login}\r\n".encode("ascii"), timeout)
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = stream.read(4096, timeout)
        answer += piece
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise RefusedError("proxy", why="it gave no proper answer")
    status = answer.split(b"\r\n", 1)[0].split(b" ", 2)[1:2]
    if status != [b"200"] or not answer.endswith(b"\r\n\r\n"):
        said = answer.split(b"\r\n", 1)[0].decode("latin-1")
        raise RefusedError("proxy", why=f"it does not connect to {target}: {said}")
