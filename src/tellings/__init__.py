"""Turns many reports of one event into one brief in which every line is traced to the words it rests on."""

import sys
from typing import TYPE_CHECKING, Any

from tellings import version as _version

if TYPE_CHECKING:
    from tellings.app import Briefed, brief, group, read, render
    from tellings.errors import InputError, TellingsError, UsageError
    from tellings.model.brief import Brief, Briefing
    from tellings.model.document import Document
    from tellings.model.reading import Reading
    from tellings.model.span import Evidence
    from tellings.model.story import Story

__version__ = _version.VERSION

_HOMES = {
    "Brief": "tellings.model.brief",
    "Briefed": "tellings.app",
    "Briefing": "tellings.model.brief",
    "Document": "tellings.model.document",
    "Evidence": "tellings.model.span",
    "InputError": "tellings.errors",
    "Reading": "tellings.model.reading",
    "Story": "tellings.model.story",
    "TellingsError": "tellings.errors",
    "UsageError": "tellings.errors",
    "brief": "tellings.app",
    "group": "tellings.app",
    "read": "tellings.app",
    "render": "tellings.app",
}

__all__ = [
    "Brief",
    "Briefed",
    "Briefing",
    "Document",
    "Evidence",
    "InputError",
    "Reading",
    "Story",
    "TellingsError",
    "UsageError",
    "__version__",
    "brief",
    "group",
    "read",
    "render",
]


def __getattr__(name: str) -> Any:
    # Loaded at first use: importing tellings to ask its version must not cost the whole pipeline.
    if name not in _HOMES:
        raise AttributeError(f"module 'tellings' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def _show_in_notebooks() -> None:
    # In a notebook, and only there, the types are registered to be shown; IPython itself is never loaded.
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        from tellings.notebook import formatters as _formatters

        _formatters.register(shell)


_show_in_notebooks()
