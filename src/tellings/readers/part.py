"""What comes out of a container (a web archive, a mailbox, a tar or zip file): the parts that are read one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One file, page or letter of a container: its bytes, where it stands, and what the container says of it.

    ``address`` is the URL it was fetched from, ``charset`` and ``media_type`` what the server stated, ``day`` when it
    was fetched; each "" or ``None`` where the container does not say. ``notes`` tells what is wrong with it.
    """

    data: bytes
    location: str
    media_type: str = ""
    address: str = ""
    charset: str = ""
    day: date | None = None
    notes: tuple[str, ...] = ()


def count_kinds(counts: Mapping[str, int], *, most: int = 8) -> str:
    """ "3 image/png, 1 text/css": the counts, largest first, then by name; what is beyond ``most`` is one number."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{count:,} {name}" for name, count in ordered[:most]]
    rest = sum(count for _, count in ordered[most:])
    return ", ".join([*shown, f"{rest:,} others"] if rest else shown)
