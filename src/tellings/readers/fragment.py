"""Pieces of HTML that are all article or all letter: every paragraph in them, and nothing taken for furniture."""

import html
import re
from itertools import groupby

from tellings.readers.page import Element, parse_page, words_of

_TAG = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,2000})?/?>|<!--", re.I)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]{0,2000}>.{0,5000}?(?:</\1\s*>|\Z)|<!--.{0,5000}?(?:-->|\Z)", re.I | re.S)
_BEGINS = re.compile(r"<(?:script|style)\b[^<>]{0,2000}>|<!--", re.I)
_ENDS = re.compile(r"</(?:script|style)\b|-->", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
_UNSEEN = ("head", "script", "style", "svg", "template", "iframe", "noscript", "object", "figure", "form", "title")
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr html li main nav "
    "ol p pre section table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)", re.I
)
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]")
LONGEST_LINE = 20_000
"""Characters of mark-up that one line is read from."""

CELL = 80
"""Characters from which on the cell of a table is a paragraph: the table lays out the page."""

_REST = re.compile(
    r"(?:\u2026|\.\.\.|\[(?:\u2026|\.\.\.)\]|\b(?:continue reading|read (?:more|on|the (?:full|rest)[^.]{0,40})|"
    r"weiterlesen|mehr lesen|lire la suite|leer m[a\u00e1]s|seguir leyendo|full (?:story|article)|more))"
    r"[\s\u2192\u00bb>.\u2026\])]*$",
    re.I,
)
FULL_CONTENT = 500
"""Characters from which on a feed's ``content`` counts as the whole article."""

FULL_SUMMARY = 1200
"""Characters from which on its ``description`` does, when it also has three paragraphs or sentences to show for it."""


def is_markup(text: str) -> bool:
    """Whether a text holds HTML tags or named characters."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def read_line(text: str) -> str:
    """The text on one line without tags, named characters spelled out; of a very long one the beginning."""
    text = text[:LONGEST_LINE]
    if is_markup(text):
        text = html.unescape(_TAG.sub("", _drop_scripts(text)))
    return " ".join(_INVISIBLE.sub("", text).split())


def _drop_scripts(text: str) -> str:
    """Without scripts, styles and comments; where nothing of them ends, without what the first one begins."""
    if not _ENDS.search(text):
        return text[: begun.start()] if (begun := _BEGINS.search(text)) else text
    return _SCRIPT.sub("", text)


def read_fragment(markup: str) -> str:
    """The paragraphs of the fragment, parted by blank lines, each on one line; hidden elements and pictures are out."""
    if not is_markup(markup):
        return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", markup) if part.strip())
    tree = parse_page(markup)
    _drop_hidden(tree)
    parts: list[str] = []
    _gather(tree, parts)
    lines = (" ".join(_INVISIBLE.sub("", line).split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line, _ in groupby(line for line in lines if any(map(str.isalnum, line))))


def is_whole(text: str, *, from_content: bool) -> bool:
    """Whether a feed's text of an entry is the whole article and no teaser: long enough, and not broken off."""
    if _REST.search(text[-80:]):
        return False
    if from_content:
        return len(text) >= FULL_CONTENT
    return len(text) >= FULL_SUMMARY and (text.count("\n\n") >= 2 or len(re.findall(r"[.!?]\s", text)) >= 3)


def text_or_teaser(content: str, summary: str) -> tuple[str, str]:
    """An entry's whole text and "", or "" and its teaser: from the mark-up a feed calls content and the other."""
    full = read_fragment(content) if content else ""
    short = read_fragment(summary) if summary else ""
    if is_whole(full, from_content=True) and len(full) > len(short):
        return full, ""
    if is_whole(short, from_content=False):
        return short, ""
    return "", short or full


def _drop_hidden(tree: Element) -> None:
    from lxml.etree import strip_elements  # type: ignore[import-untyped]

    strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in tree.xpath("//*[@style or @hidden]"):
        if element.get("hidden") is not None or _HIDDEN.search((element.get("style") or "")[:2000]):
            parent = element.getparent()
            if parent is not None:
                element.drop_tree()


def _gather(tree: Element, parts: list[str]) -> None:
    from lxml.etree import iterwalk

    rows: list[Element] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag == "tr":
                rows.append(element if _is_figures(element) else None)
            in_row = bool(rows) and rows[-1] is not None
            parts.append(" " if in_row and tag != "tr" else "\n" if tag in _BLOCKS else "")
            parts.append((element.text or "").replace("\n", " ") if tag != "pre" else element.text or "")
            continue
        in_row = bool(rows) and rows[-1] is not None
        if tag == "tr" and rows:
            rows.pop()
        if in_row and tag in ("td", "th"):
            parts.append(" | " if element.getnext() is not None else "")
        else:
            parts.append("\n" if tag in _BLOCKS and not (in_row and tag != "tr") else "")
        parts.append((element.tail or "").replace("\n", " "))


def _is_figures(row: Element) -> bool:
    """Whether a row's cells are short and many: a table of figures, not of the page's layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(
        len(words_of(cell)) < CELL and not any(c.tag in ("table", "p", "div", "li") for c in cell.iter())
        for cell in cells
    )
