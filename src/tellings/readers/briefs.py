"""A briefing saved earlier."""

from pathlib import Path

import msgspec

from tellings.errors import InputError
from tellings.model.brief import Briefing


def read_briefing(path: Path) -> Briefing:
    """The briefing in a file that ``tellings brief --json`` wrote.

    Raises:
        InputError: when the file cannot be read or is no ``tellings-brief/1``.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Briefing)
    except OSError as err:
        raise InputError(f"{path} cannot be read: {err.strerror or err}.\nGive a brief saved earlier.") from err
    except (msgspec.DecodeError, ValueError) as err:
        raise InputError(
            f"{path} is no brief: {str(err)[:300]}.\nGive what tellings brief --json (or --out FILE.json) wrote."
        ) from err
