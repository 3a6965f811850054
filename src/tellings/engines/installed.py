"""Which packages are installed: those tellings needs, and those of its extras."""

import re
from typing import Any

from tellings.engines.choose import EXTRAS
from tellings.engines.parts import load_package
from tellings.errors import MissingPart
from tellings.model.checkup import Part


def list_needed() -> tuple[str, ...]:
    """Names of the packages that the installed tellings declares as needed, in order; optional ones left out."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        asked = requires("tellings") or []
    except PackageNotFoundError:  # run from a bare checkout: the sample brief still tells what does not work
        return ()
    needed = (line for line in asked if "extra ==" not in line)
    return tuple(sorted(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed))


def find_needed() -> tuple[Part, ...]:
    """Every package that is needed with its version, or what is wrong with it."""
    from importlib.metadata import PackageNotFoundError, version

    parts = []
    for name in list_needed():
        try:
            parts.append(Part(name, version(name)))
        except PackageNotFoundError:
            parts.append(Part(name, None, f"not installed: pip install {name}"))
    return tuple(parts)


_MODULES = {"python-multipart": "python_multipart", "argon2-cffi": "argon2", "python-docx": "docx"}
"""What is imported, where it has another name than the package."""


def find_extras() -> tuple[Part, ...]:
    """Every package of an extra, and whether it can be imported now."""
    first: dict[str, str] = {}
    for extra, names in EXTRAS.items():
        for name in names:
            first.setdefault(name, extra)
    return tuple(_try_extra(name, extra) for name, extra in first.items())


def load_optional(module: str) -> Any:
    """A module of a package that an extra brings, imported now.

    Raises:
        MissingPart: when it is not installed or does not load; says which extra brings it.
    """
    extras = {_MODULES.get(name, name): extra for extra, names in EXTRAS.items() for name in names}
    return load_package(module, extras.get(module.partition(".")[0], ""))


def _try_extra(name: str, extra: str) -> Part:
    module = _MODULES.get(name, name)
    try:
        loaded = load_package(module, extra)
    except MissingPart as err:
        state = str(err).partition("\n")[0].removeprefix(f"the package {module} ").removeprefix("is ").rstrip(".")
        return Part(name, None, f"{state}: pip install 'tellings[{extra}]'")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return Part(name, version(name))
    except PackageNotFoundError:  # there without having been installed
        return Part(name, getattr(loaded, "__version__", "") or "installed")
