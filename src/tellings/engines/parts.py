"""Optional packages and files of a model: there, or an error that says what to install or to put where."""

import hashlib
import importlib
import json
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tellings.errors import MissingPart, UsageError

LARGEST_CONFIG = 32 * 1024 * 1024


def load_package(name: str, extra: str = "") -> Any:
    """The package ``name``, imported now and not before.

    Raises:
        MissingPart: when it is not installed or does not load; ``extra`` brings it, or tellings itself where empty.
    """
    try:
        with warnings.catch_warnings():
            # What packages say of each other while they load is not the user's business.
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except Exception as err:  # a broken installation raises what it likes
        missing = isinstance(err, ModuleNotFoundError) and err.name == name
        state = "is not installed" if missing else f"does not load ({type(err).__name__}: {str(err)[:200]})"
        what = f"'tellings[{extra}]'" if extra else "--force-reinstall tellings"
        raise MissingPart(f"the package {name} {state}.\nInstall it with: pip install {what}") from err


def stay_offline() -> None:
    """Tells the Hugging Face libraries, before they load, that they may not ask their hub for anything."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def find_folder(path: str) -> Path:
    """The folder at ``path``.

    Raises:
        UsageError: when there is none.
    """
    folder = Path(path).expanduser()
    try:
        there = folder.is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        raise UsageError(
            f"{path[:200]!r} is no folder on this machine.\n"
            "Give the folder that holds the files of the model. Nothing is downloaded."
        )
    return folder


def find_file(folder: Path, names: Sequence[str]) -> Path | None:
    """The first of ``names`` that lies in ``folder``; ``None`` when none does."""
    return next((folder / name for name in names if (folder / name).is_file()), None)


def need_file(folder: Path, names: Sequence[str], what: str) -> Path:
    """The first of ``names`` that lies in ``folder``.

    Raises:
        UsageError: when none does; the message says what the file is for and what is there.
    """
    found = find_file(folder, names)
    if found is None:
        there = sorted(part.name for part in folder.iterdir())[:12]
        raise UsageError(
            f"{folder} has no {' or '.join(names)}: {what}.\n"
            f"It holds: {', '.join(there) or 'nothing'}.\nPut the file there; nothing is downloaded."
        )
    return found


def read_config(path: Path) -> dict[str, Any]:
    """The object in a JSON file.

    Raises:
        UsageError: when it is not JSON, no object, or far larger than any configuration.
    """
    try:
        if path.stat().st_size > LARGEST_CONFIG:
            raise ValueError("it is larger than any configuration")
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as err:
        raise UsageError(f"{path} cannot be read as JSON: {err}.") from err
    if not isinstance(config, dict):
        raise UsageError(f"{path} holds no JSON object.")
    return config


def whole_number(config: dict[str, Any], name: str, otherwise: int) -> int:
    """A positive whole number of a configuration; ``otherwise`` where it names none."""
    value = config.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**6 else otherwise


def fingerprint(path: Path) -> str:
    """Eight hexadecimal digits of the SHA-256 of a file: which weights read, whatever their folder is called."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
