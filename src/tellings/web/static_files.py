"""The files that pages of the desk load: its own, and the style it shares with the one-file page."""

import os
from pathlib import Path

from starlette.staticfiles import StaticFiles

from tellings.exports import as_html

STATIC = Path(__file__).parent / "static"
SHARED = {name: Path(as_html.__file__).parent / "page" / name for name in ("page.css", "check.css")}


def find_file(name: str) -> Path:
    """Where a static file is kept."""
    return SHARED.get(name, STATIC / name)


class DeskFiles(StaticFiles):
    """``/static``: the desk's folder and the shared styles."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """As Starlette has it."""
        if path in SHARED:
            return str(SHARED[path]), SHARED[path].stat()
        return super().lookup_path(path)
