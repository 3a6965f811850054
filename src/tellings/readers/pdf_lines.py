"""The lines of a PDF on standard input, as JSON: run in a process of its own, with bounds on memory and time.

    python -m tellings.readers.pdf_lines < report.pdf

Prints ``{"pages": [[[text, top, bottom, left, right], ...], ...], "fields": {...}}`` or ``{"reason": why}``.
"""

import json
import sys
from importlib import import_module
from typing import Any

MOST_PAGES = 500
"""Pages of one document; a longer one is a book."""

MOST_CHARACTERS = 2_000_000

MEMORY = 1 << 30
"""Bytes the process may ask for: a book of 500 pages takes a tenth."""

SECONDS = 50
"""Of the processor."""

Line = tuple[str, float, float, float, float]


def main() -> None:
    """Reads, and prints what was found."""
    _bound()
    told = json.dumps(read_lines(sys.stdin.buffer.read()))
    sys.stdout.write(told)


def read_lines(data: bytes) -> dict[str, Any]:
    """The lines of each page, heights in points from its lower edge, and the properties; or the reason for none."""
    pypdfium2 = import_module("pypdfium2")
    try:
        opened = pypdfium2.PdfDocument(data)
    except Exception as err:  # the library raises what its C part tells
        locked = "password" in str(err).lower()
        return {"reason": "is a PDF locked with a password" if locked else f"is a damaged PDF ({str(err)[:80]})"}
    try:
        if len(opened) > MOST_PAGES:
            return {"reason": f"is a PDF of {len(opened):,} pages (the limit is {MOST_PAGES}): split it"}
        pages = _pages_of(opened)
        fields = {name: value for name, value in opened.get_metadata_dict().items() if isinstance(value, str)}
    except Exception as err:
        return {"reason": f"is a damaged PDF ({str(err)[:80]})"}
    finally:
        opened.close()
    return {"pages": pages, "fields": fields}


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not everywhere; the one who waits sets an end to the time
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(what, (most, most))


def _pages_of(opened: Any) -> list[list[Line]]:
    pages: list[list[Line]] = []
    characters = 0
    for page in opened:
        textpage = page.get_textpage()
        try:
            characters += textpage.count_chars()
            if characters > MOST_CHARACTERS:
                raise ValueError(f"more than {MOST_CHARACTERS:,} characters")
            pages.append(_lines_of(textpage))
        finally:
            textpage.close()
            page.close()
    return pages


def _lines_of(textpage: Any) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for raw in textpage.get_text_range().split("\r\n"):
        words = raw.strip()
        if words:
            first = at + len(raw) - len(raw.lstrip())
            last = at + len(raw.rstrip()) - 1
            try:
                left, bottom, _, top = textpage.get_charbox(first, loose=True)
                right = textpage.get_charbox(last, loose=True)[2]
            except Exception:  # a character without a place
                left = bottom = top = right = 0.0
            lines.append((words, top, bottom, left, right))
        at += len(raw) + 2
    return lines


if __name__ == "__main__":
    main()
