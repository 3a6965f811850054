"""PDF documents with a text layer: press releases, statements, reports."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from statistics import median

from tellings.errors import MissingPart
from tellings.model.document import Document, Provenance, Published, Skipped
from tellings.readers.stamps import moment_of
from tellings.readers.text import holds_words
from tellings.text.decode import replace_surrogates
from tellings.text.names import document_id

LONGEST = 60.0
"""Seconds to read one document: 500 pages of text take four."""

PARAGRAPH_GAP = 1.35
"""A gap between two lines of this many times the usual one parts paragraphs."""

RUNNING = 3
"""Pages on which a line stands at the top or bottom, figures apart, from which on it is a running title."""

_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(Z|[+-]\d{2}'?\d{2})?")
INDENT = 6.0
"""Points by which the first line of a paragraph is set in."""

_END = re.compile("[.!?:\u2026][\"'\u201d\u2019\u00bb)\\]]{0,3}$")
_DIGITS = re.compile(r"\d+")
_PRODUCED = re.compile(r"^(?:microsoft word - |untitled\b|.*\.(?:docx?|indd|pdf|odt|pages|qxd)$)", re.I)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page; heights in points from the page's lower edge."""

    text: str
    top: float
    bottom: float
    left: float
    right: float


def read_pdf(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One document of the text layer, in the order of the file, paragraphs parted by blank lines.

    Running titles and page numbers are left out. A scan without text, a locked or damaged file is skipped with the
    reason, and so is any PDF where the part that reads them is not installed. The file is opened in a process of its
    own: what reads it is not made for several threads, and a file may be made to take all memory or never to end.
    """
    if find_spec("pypdfium2") is None:
        yield Skipped(location, str(missing_pdf()))
        return
    found = _open_apart(data)
    if isinstance(found, str):
        yield Skipped(location, found)
        return
    pages, fields = found
    text = "\n\n".join(_paragraphs(_without_running(pages)))
    if not holds_words(text):
        reason = f"is a PDF of {len(pages)} pages without a text layer (a scan?): recognise its text first"
        yield Skipped(location, reason)
        return
    yield _document(text, fields, location, today)


def _open_apart(data: bytes) -> tuple[list[list[_Line]], dict[str, str]] | str:
    """The lines of each page and the properties of the file, or why there are none."""
    command = (sys.executable, "-P", "-m", "tellings.readers.pdf_lines")
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"is a PDF that cannot be read in {LONGEST:g} s"
    except OSError as err:
        return f"is a PDF, and no process could be started to read it ({err.strerror or err})"
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return "is a damaged PDF, or one that takes more memory than a report may"
    if "reason" in told:
        return str(told["reason"])
    return [[_Line(*line) for line in page] for page in told["pages"]], told["fields"]


def missing_pdf() -> MissingPart:
    """The error that says how to get what reads PDF."""
    return MissingPart("is a PDF, and what reads PDF is not installed: pip install 'tellings[pdf]'")


def _document(text: str, fields: dict[str, str], location: str, today: date | None) -> Document:
    text, _ = replace_surrogates(text)
    title = " ".join(replace_surrogates(fields.get("Title", ""))[0].split())[:1000]
    known = title if title and not _PRODUCED.match(title) else None
    made = _day_made(fields.get("CreationDate", ""), today)
    return Document(
        document_id(text, None, None, known, moment_of(Published())),
        location,
        text,
        title=known,
        provenance=(Provenance("title", "document properties"),) if known else (),
        notes=("read from a PDF", *((f"the file was made on {made}",) if made else ())),
    )


def _day_made(value: str, today: date | None) -> date | None:
    """The day the file was made, for a note alone: it is not when the report came out."""
    stamp = _DATE.match(value)
    try:
        day = date(int(stamp[1]), int(stamp[2]), int(stamp[3])) if stamp else None
    except ValueError:
        return None
    return day if day and (today is None or day <= today) else None


def _without_running(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without what stands at the top or bottom of several: the figures of page numbers apart, the same."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return [
        [line for line in page if not (line in _edges(page) and (edges[_key(line)] >= RUNNING or _is_number(line)))]
        for page in pages
    ]


def _edges(page: Sequence[_Line]) -> Sequence[_Line]:
    return [*page[:2], *page[-2:]] if len(page) > 4 else []


def _key(line: _Line) -> str:
    return _DIGITS.sub("0", line.text.casefold())


def _is_number(line: _Line) -> bool:
    return bool(re.fullmatch(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*", line.text, re.I))


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> list[str]:
    paragraphs: list[str] = []
    for page in pages:
        steps = [a.bottom - b.bottom for a, b in pairwise(page) if a.bottom > b.bottom]
        usual = median(steps) if steps else 0.0
        width = max((line.right for line in page), default=0.0)
        before: _Line | None = None
        for line in page:
            goes_on = bool(paragraphs) and (
                _goes_on(before, line, usual, width) if before else _runs_over(paragraphs[-1], line.text)
            )
            if goes_on:
                paragraphs[-1] = _join(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
            before = line
    return [" ".join(re.sub("[\x02\ufffe]", "-", text).split()) for text in paragraphs]


def _goes_on(before: _Line, line: _Line, usual: float, width: float) -> bool:
    """Whether a line carries on the paragraph of the one above."""
    step = before.bottom - line.bottom
    if step < 0:  # the next column
        return _runs_over(before.text, line.text)
    if usual and step > PARAGRAPH_GAP * usual:
        return False
    if (before.top - before.bottom) > 1.2 * (line.top - line.bottom):  # a heading above its text
        return False
    ends = bool(_END.search(before.text))
    return not (ends and before.right < 0.85 * width) and not (ends and line.left > before.left + INDENT)


def _runs_over(before: str, line: str) -> bool:
    return not _END.search(before) and line[:1].islower()


def _join(before: str, line: str) -> str:
    if before[-1:] in "\x02\ufffe\u00ad":
        return before[:-1] + line
    return before + line if before.endswith("-") and line[:1].islower() else f"{before} {line}"
