"""The parts of a page: title, bylines, paragraphs, headings, captions, turns of a transcript."""

import re
from collections.abc import Iterator, Sequence

from tellings.find.captions import is_caption
from tellings.find.interface import is_bar
from tellings.find.turns import Label, find_labels, surnames
from tellings.model.document import Document
from tellings.model.reading import Block, BlockKind
from tellings.model.span import Span
from tellings.text.lines import plain, split_lines, words_of
from tellings.text.spans import trim

_HEAD = 30
"""Lines in which a title is looked for: bars and share labels before it may be many, but not more."""
_LONG = 400
"""Characters after which a line is a paragraph, whatever it looks like."""
_END_MARK = re.compile(r"[.!?…。！？:;,][\"'”’»)\]]*$")
_BYLINE = re.compile(
    r"(?:[-–—•*|]\s*)?\(?(?:(?:written|reporting|reported|additional reporting|editing|edited|compiled|story|words|text|produced|writing)\s+by\b"
    r"|with (?:additional )?(?:reporting|assistance|contributions?|files) (?:by|from)\b|by\s+(?=[A-Z\u00c0-\u00de]))",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(r"\bcontributed (?:to|reporting|from)\b.{0,60}$|\bcontributed\.?$", re.IGNORECASE)
_BY_NAME = re.compile(r"(?:by|By|BY)\s+(?:the\s+)?[A-Z\u00c0-\u00de]")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DATE = re.compile(
    rf"\b{_MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?!\w)|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    rf"\b(?:{_MONTH}|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|published|updated|posted|modified|created|first|last|"
    r"on|at|am|pm|a\.m\.?|p\.m\.?|gmt|utc|edt|est|et|cet|cest|bst|ist|pdt|pst|pt|date|time|ago|hours?|minutes?|read|min|st|nd|rd|th|\d+)(?!\w)",
    re.IGNORECASE,
)
# "PARIS (AP) -", "KABUL, Aug. 15 (Agency) -", "SLOVYANSK, Ukraine -": a place in capitals and a dash before the first sentence.
_DATELINE = re.compile(
    r"(?P<place>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+(?:[ /][A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+){0,3})(?P<rest>(?:, [^\n(—–]{2,30})?"
    r"(?: ?\([^)\n]{2,40}\))?)\s?(?:[—–]|--?|â\x80[\x93\x94])\s+(?=[\"“'‘]?\S)"
)
_BIO = re.compile(r"\b(?:is|are)\s+(?:a|an|the|[\w.&]+[’']s?)\s", re.IGNORECASE)
_TAIL = re.compile(
    r"copyright|©|transcripts? (?:is|are|was|were|provided|may)|all rights reserved|visit our|terms of use",
    re.IGNORECASE,
)
_STAGE = re.compile(r"[(\[][A-Z0-9 ,.'’\":;&\-“”]{3,200}[)\]]\.?$")


def find_layout(doc: Document) -> tuple[Block, ...]:
    """The blocks of a report in text order, free of overlaps, each without white space at its ends.

    A line is a block; lines of a text that was wrapped at a fixed width are joined to paragraphs. In a transcript each paragraph of
    a turn is a block of its own with the speaker's label, and the label stands in no block.
    """
    text = doc.text
    labels = find_labels(text)
    lines = _unwrapped(text, split_lines(text))
    title = _find_title(doc, lines, labels)
    speakers = surnames(text, labels)
    last = labels[-1].span.start if labels else -1
    blocks: list[Block] = []
    speaker: Label | None = None
    upcoming = 0
    over = False
    for index, line in enumerate(lines):
        begun = upcoming
        while upcoming < len(labels) and labels[upcoming].span.start < line.end:
            upcoming += 1
        here = labels[begun:upcoming]
        over = over or bool(
            speaker and not here and line.start > last and _is_outro(text[line.start : line.end], speakers)
        )
        if index == title:
            blocks.append(Block(line, "title"))
        elif here or (speaker and not over):
            blocks.extend(_turn_blocks(text, line, here, speaker))
            speaker = here[-1] if here else speaker
        else:
            blocks.extend(_prose_blocks(text, lines, index, title))
    return tuple(blocks)


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """The lines, joined to paragraphs where the text was wrapped at a fixed width."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if _adjoin(text, a, b)]
    if len(pairs) < 4:
        return lines
    width = sorted(a.end - a.start for a, _ in pairs)[int(len(pairs) * 0.9)]
    cut = [
        (a, b)
        for a, b in pairs
        if a.end - a.start >= 0.7 * width and not _END_MARK.search(text[max(a.start, a.end - 8) : a.end])
    ]
    if not 30 <= width <= 120 or len(cut) < 0.5 * len(pairs):
        return lines
    joined = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        full = before.end - before.start >= 0.6 * width
        if full and _adjoin(text, before, line):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _adjoin(text: str, before: Span, line: Span) -> bool:
    """No empty line stands between the two."""
    gap = text[before.end : line.start]
    return len(gap.splitlines()) <= 1 or gap.strip(" \t") in ("\n", "\r\n")


def _find_title(doc: Document, lines: Sequence[Span], labels: Sequence[Label]) -> int:
    """The index of the title among the lines; -1 when none looks like one."""
    text = doc.text
    head = list(lines[:_HEAD])
    wanted = plain(doc.title) if doc.title else ""
    for index, line in enumerate(head):
        if wanted and line.end - line.start <= _LONG and plain(text[line.start : line.end]) == wanted:
            return index
    first_label = labels[0].span.start if labels else len(text)
    best, best_score, best_words = -1, 0.0, 0
    for index, line in enumerate(head):
        words = text[line.start : line.end] if line.end - line.start <= _LONG else ""
        if not words or line.start >= first_label or _is_prose(words):
            break
        if is_bar(words):
            # A short line with two or more bars under it is one of them ("News and Music", "Play Live").
            if index - best == 2 and best_words <= 5 and is_bar(text[lines[best + 1].start : lines[best + 1].end]):
                best_score -= 4
            continue
        if is_caption(words) or _is_byline(words) or _is_date(words):
            continue
        count = len(words_of(words))
        score = min(count, 6) + (2.5 if index == 0 else 0)
        if score > best_score and count >= 2:
            best, best_score, best_words = index, score, count
    return best


def _is_prose(words: str) -> bool:
    """A line that ends like a sentence and is longer than a headline may be."""
    return (bool(re.search(r"[.…][\"'”’)]*$", words)) and len(words) > 120) or len(words) > 300


def _is_byline(words: str) -> bool:
    if len(words) > 240:
        return False
    if _CONTRIBUTED.search(words) and len(words) <= 200 and words.count('"') + words.count("“") == 0:
        return True
    if not _BYLINE.match(words):
        return False
    if _BY_NAME.match(words):
        return (
            (len(words_of(words)) <= 14 and not re.search(r"[.!?][\"'”’]?$", words.rstrip())) or len(words_of(words)) <= 5
        )
    return True


def _is_date(words: str) -> bool:
    """A short line that is a date and says little else."""
    if len(words) > 90 or not _DATE.search(words):
        return False
    rest = words_of(_DATE_WORDS.sub(" ", words))
    return len(rest) <= 2


def _turn_blocks(text: str, line: Span, labels: Sequence[Label], speaker: Label | None) -> Iterator[Block]:
    """The turns of one line: what stands before its first label belongs to the speaker before."""
    cuts = [label.span.start for label in labels] + [line.end]
    begun = trim(text, line.start, cuts[0])
    if begun:
        yield (
            Block(begun, "turn", speaker.span)
            if speaker and not _stage(text, begun)
            else Block(begun, "paragraph" if not speaker else "other")
        )
    for label, cut in zip(labels, cuts[1:], strict=True):
        said = trim(text, min(label.end, cut), cut)
        if said:
            yield Block(said, "turn", label.span)


def _stage(text: str, span: Span) -> bool:
    return span.end - span.start <= 220 and bool(_STAGE.match(text[span.start : span.end]))


def _is_outro(words: str, speakers: frozenset[str]) -> bool:
    """What stands after the last turn and is nobody's speech: copyright, notes on the transcript, who the hosts are."""
    if _TAIL.search(words[:400]):
        return True
    opening = words_of(words[:80])[:6]
    return bool(_BIO.search(words[:120])) and any(word.casefold() in speakers for word in opening)


def _prose_blocks(text: str, lines: Sequence[Span], index: int, title: int) -> Iterator[Block]:
    line = lines[index]
    words = text[line.start : min(line.end, line.start + _LONG + 1)]
    kind = _kind(words, lines, index, title, text)
    match = _DATELINE.match(text, line.start, min(line.end, line.start + 120)) if kind == "paragraph" else None
    begun = trim(text, line.start, match.end()) if match else None
    rest = trim(text, match.end(), line.end) if match else None
    if begun and rest and len(words_of(text[rest.start : rest.start + 120])) > 5:
        yield Block(begun, "dateline")
        yield Block(rest, "paragraph")
    else:
        yield Block(line, kind)


def _kind(words: str, lines: Sequence[Span], index: int, title: int, text: str) -> BlockKind:
    if is_caption(words):
        return "caption"
    if len(words) > _LONG:
        return "paragraph"
    if _is_byline(words):
        return "byline"
    if _is_date(words):
        return "dateline"
    if is_bar(words) or not any(map(str.isalpha, words)):
        return "other"
    if _is_heading(words) and index + 1 < len(lines):
        return "heading"
    return "paragraph"


def _is_heading(words: str) -> bool:
    return len(words) <= 90 and len(words_of(words)) <= 12 and not _END_MARK.search(words) and not words[0].islower()
