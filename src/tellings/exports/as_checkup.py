"""A checkup of the installation, as JSON and as lines."""

import msgspec

from tellings.model.checkup import Checkup, Size

MB = 1_000_000
"""As an installation is measured everywhere else: ``bench/footprint.py``."""


def to_checkup_json(checkup: Checkup) -> str:
    """The checkup as one indented object."""
    return msgspec.json.format(msgspec.json.encode(checkup), indent=2).decode() + "\n"


def to_checkup_text(checkup: Checkup) -> str:
    """A line a part, what is optional after the rest, then a line for each size in MB of a million bytes."""
    lines = [f"tellings {checkup.tellings}, Python {checkup.python}"]
    lines += [f"  {part.name:20} {part.fault or f'{part.version}  works'}" for part in checkup.parts]
    lines.append("Optional:")
    lines += [f"  {part.name:20} {part.fault or f'{part.version}  works'}" for part in checkup.extras]
    lines += ["On the disk:", *map(_tell_size, checkup.sizes)] if checkup.sizes else []
    lines.append("Everything works." if checkup.works else "Something is missing: see above.")
    return "\n".join(lines) + "\n"


def _tell_size(size: Size) -> str:
    return f"  {size.name:26} {'not known' if size.bytes is None else f'{size.bytes / MB:,.1f} MB'}"
