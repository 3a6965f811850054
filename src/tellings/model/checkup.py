"""What ``tellings doctor`` finds on a machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Something tellings needs: its version where installed, and what is wrong with it (empty: it works)."""

    name: str
    version: str | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many ``bytes`` of the disk something takes, or has left; ``None`` where that cannot be seen."""

    name: str
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is installed and works; ``works`` is true when nothing needed is at fault. ``extras`` are not needed.

    ``sizes`` never make it fail.
    """

    tellings: str
    python: str
    parts: tuple[Part, ...]
    works: bool
    extras: tuple[Part, ...] = ()
    sizes: tuple[Size, ...] = ()
