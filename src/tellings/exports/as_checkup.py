"""A checkup of the installation, as JSON and as lines."""

import msgspec

from tellings.model.checkup import Checkup


def to_checkup_json(checkup: Checkup) -> str:
    """The checkup as one indented object."""
    return msgspec.json.format(msgspec.json.encode(checkup), indent=2).decode() + "\n"


def to_checkup_text(checkup: Checkup) -> str:
    """A line a part, what is optional after the rest."""
    lines = [f"tellings {checkup.tellings}, Python {checkup.python}"]
    lines += [f"  {part.name:20} {part.fault or f'{part.version}  works'}" for part in checkup.parts]
    lines.append("Optional:")
    lines += [f"  {part.name:20} {part.fault or f'{part.version}  works'}" for part in checkup.extras]
    lines.append("Everything works." if checkup.works else "Something is missing: see above.")
    return "\n".join(lines) + "\n"
