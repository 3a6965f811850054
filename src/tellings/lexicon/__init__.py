"""Word lists as data, and the one loader that reads them.

A list is a ``.txt`` file: one entry a line, ``#`` begins a comment. A table is a ``.toml`` file.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


@cache
def load_words(name: str) -> frozenset[str]:
    """The entries of ``NAME.txt``, as written there, without comments and blank lines.

    Raises:
        LookupError: when there is no such list; the message names those there are.
    """
    lines = (line.partition("#")[0].strip() for line in _read(f"{name}.txt").splitlines())
    return frozenset(line for line in lines if line)


@cache
def load_table(name: str) -> Mapping[str, Any]:
    """The contents of ``NAME.toml``, for reading only.

    Raises:
        LookupError: when there is no such table; the message names those there are.
    """
    return MappingProxyType(tomllib.loads(_read(f"{name}.toml")))


@cache
def load_counts(name: str) -> Mapping[str, int]:
    """The entries of ``NAME.txt`` whose lines are a word, white space and a whole number.

    Raises:
        LookupError: when there is no such list; the message names those there are.
    """
    pairs = (line.partition("#")[0].split() for line in _read(f"{name}.txt").splitlines())
    return MappingProxyType({pair[0]: int(pair[1]) for pair in pairs if pair})


def _read(name: str) -> str:
    room = resources.files(__name__)
    try:
        return (room / name).read_text(encoding="utf-8")
    except FileNotFoundError as err:
        there = ", ".join(sorted(part.name for part in room.iterdir() if part.name.endswith((".txt", ".toml"))))
        raise LookupError(f"The lexicon has no {name}; it has {there or 'nothing yet'}.") from err
