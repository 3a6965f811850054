"""The types of the model registered with IPython, which then shows them; they themselves know nothing of it."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_HTML: Mapping[str, tuple[str, str]] = {
    "tellings.model.brief": ("Brief", "show_brief"),
    "tellings.model.story": ("Story", "show_story"),
    "tellings.model.reading": ("Reading", "show_reading"),
    "tellings.model.check": ("Check", "show_check"),
}
_MARKDOWN: Mapping[str, tuple[str, str]] = {"tellings.model.brief": ("Brief", "mark_brief")}


def register(shell: Any) -> None:
    """Has an IPython shell show briefs, stories, readings and checked drafts; nothing is loaded before one is shown."""
    formatters = shell.display_formatter.formatters
    for kind, types in (("text/html", _HTML), ("text/markdown", _MARKDOWN)):
        for module, (name, function) in types.items():
            formatters[kind].for_type_by_name(module, name, _later(function))


def _later(function: str) -> Callable[[Any], str]:
    def show(value: Any) -> str:
        shown: str = getattr(import_module("tellings.notebook.showing"), function)(value)
        return shown

    return show
