"""The parts of a page: title, bylines, paragraphs, headings, captions, turns of a transcript."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tellings.find.appeals import SURE, appeal_points
from tellings.find.captions import is_caption
from tellings.find.interface import is_bar
from tellings.find.line_kinds import ends_openly, is_byline, is_date, is_heading, place_before
from tellings.find.notices import line_notice, sentence_notice
from tellings.find.sentence_ends import split_stretch
from tellings.find.turns import Label, exchange_end, find_labels, is_exchange, surnames
from tellings.model.document import Document
from tellings.model.reading import Block, BlockKind
from tellings.model.span import Span
from tellings.text.lines import plain, split_lines, words_of
from tellings.text.spans import trim

_HEAD = 30
"""Lines in which a title is looked for: bars and share labels before it may be many, but not more."""
_TITLE_WORDS = 6
"""Words from which more words make no better title."""
_ECHO = 0.34
"""Share of its long words that come back in the report from which a first line is no slogan; headlines have .7."""
_BODY = 6000
"""Characters of the report in which they may come back."""
_LONG = 400
"""Characters after which a line is a paragraph, whatever it looks like."""
_LONGEST = 100_000
"""Characters of a line that are looked at: galleries glued to one line are long, but not longer."""
_WIDTHS = (30, 120)
"""Characters to which texts are wrapped; a line of another length is a paragraph."""
_BIO = re.compile(r"\b(?:is|are)\s+(?:a|an|the|[\w.&]+[’']s?)\s", re.IGNORECASE)
_TAIL = re.compile(
    r"copyright|©|transcripts? (?:is|are|was|were|provided|may)|all rights reserved|visit our|terms of use",
    re.IGNORECASE,
)
_STAGE = re.compile(r"[(\[][A-Z0-9 ,.'’\":;&\-“”]{3,200}[)\]]\.?$")


def find_layout(doc: Document) -> tuple[Block, ...]:
    """The blocks of a report in text order, free of overlaps, each without white space at its ends.

    A line is a block; lines of a text that was wrapped at a fixed width are joined to paragraphs. In a transcript each
    paragraph of a turn is a block of its own with the speaker's label, and the label stands in no block. A place before
    the first sentence ("PARIS (AP) —") is a block of kind ``dateline``, as is a line that is a date.
    """
    text = doc.text
    labels = find_labels(text)
    lines = _unwrapped(text, split_lines(text))
    title = _find_title(doc, lines, labels)
    speakers = surnames(text, labels)
    last = labels[-1].span.start if labels else -1
    end = exchange_end(text, lines, labels) if is_exchange(labels) else len(text)
    blocks: list[Block] = []
    speaker: Label | None = None
    upcoming = 0
    over = False
    for index, line in enumerate(lines):
        begun = upcoming
        while upcoming < len(labels) and labels[upcoming].span.start < line.end:
            upcoming += 1
        here = labels[begun:upcoming]
        if speaker and not here and line.start > last:
            over = (
                over or line.start >= end or _is_outro(text[line.start : min(line.end, line.start + _LONG)], speakers)
            )
        if index == title:
            blocks.append(Block(line, "title"))
        elif here or (speaker and not over):
            blocks.extend(_turn_blocks(text, line, here, speaker))
            speaker = here[-1] if here else speaker
        else:
            blocks.extend(_prose_blocks(text, line, final=index + 1 == len(lines)))
    return tuple(blocks)


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """The lines, joined to paragraphs where the text was wrapped at a fixed width.

    A wrapped text shows in its line ends: most lines stop short of a mark at about the same width, and the next goes
    on in small letters.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if _adjoin(text, a, b)]
    if len(pairs) < 8:
        return lines
    width = sorted(a.end - a.start for a, _ in pairs)[int(len(pairs) * 0.9)]
    if not _WIDTHS[0] <= width <= _WIDTHS[1]:
        return lines
    cut = [b for a, b in pairs if a.end - a.start >= 0.7 * width and ends_openly(text[max(a.start, a.end - 8) : a.end])]
    small = sum(text[line.start].islower() for line in cut)
    if 2 * len(cut) < len(pairs) or 2 * small < len(cut):
        return lines
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if before.end - before.start >= 0.6 * width and _adjoin(text, before, line):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _adjoin(text: str, before: Span, line: Span) -> bool:
    """No empty line stands between the two."""
    gap = text[before.end : line.start]
    return gap.strip(" \t") in ("\n", "\r\n", "\r", "\u2028")


def _find_title(doc: Document, lines: Sequence[Span], labels: Sequence[Label]) -> int:
    """The index of the title among the lines; -1 when none looks like one."""
    text = doc.text
    head = [text[line.start : min(line.end, line.start + _LONG + 1)] for line in lines[:_HEAD]]
    wanted = plain(doc.title) if doc.title else ""
    for index, words in enumerate(head):
        if wanted and plain(words) == wanted:
            return index
    first_label = labels[0].span.start if labels else len(text)
    best, best_score, best_words = -1, 0.0, 0
    for index, words in enumerate(head):
        if _is_of_page(words):
            continue
        if lines[index].start >= first_label or _is_prose(words):
            break
        if is_bar(words):
            # A short line with two or more bars under it is one of them ("Sound and Music", "Play", "Next"), and so is
            # the slogan of a station above its player.
            if index - best == 2 and is_bar(head[best + 1]):
                loose = best_words < _TITLE_WORDS or _echo(text, lines[best].end, head[best]) < _ECHO
                best_score -= 4 if loose else 0
            continue
        stopped = words[-1] in '.”"'
        if is_caption(words) or is_byline(words) or is_date(words) or (wanted and stopped):
            continue
        count = len(words_of(words))
        score = min(count, _TITLE_WORDS) + (2.5 if index == 0 else 0) - (3 if stopped else 0)
        if score > best_score and count >= 2:
            best, best_score, best_words = index, score, count
    return best


def _is_of_page(words: str) -> bool:
    """Whether a line speaks of the page alone: a box about cookies, a call to subscribe, an address, a file name."""
    if len(words) > _LONG:
        return False
    sentences = [words[start:end] for start, end in split_stretch(words, 0, len(words))]
    points = [appeal_points(sentence) for sentence in sentences]
    speaks = max(points, default=0) >= SURE and all(
        point or sentence_notice(sentence) for point, sentence in zip(points, sentences, strict=True)
    )
    return speaks or bool(line_notice(words)) or bool(sentences and all(map(sentence_notice, sentences)))


def _echo(text: str, start: int, words: str) -> float:
    """The share of the long words of a line that come back, in their first letters, in the text after it."""
    own = {word[:5] for word in words_of(words.casefold()) if len(word) > 4}
    body = {word[:5] for word in words_of(text[start : start + _BODY].casefold())}
    return len(own & body) / len(own) if own else 0.0


def _is_prose(words: str) -> bool:
    """A line that is longer than a headline may be: one that ends like a sentence sooner than one that does not."""
    return len(words) > 300 or (len(words) > 60 and bool(re.search(r"[.…][\"'”’)]*$", words)))


def _turn_blocks(text: str, line: Span, labels: Sequence[Label], speaker: Label | None) -> Iterator[Block]:
    """The turns of one line: what stands before its first label belongs to the speaker before."""
    cuts = [label.span.start for label in labels] + [line.end]
    begun = trim(text, line.start, cuts[0])
    if begun and speaker and not _is_stage(text, begun):
        yield Block(begun, "turn", speaker.span)
    elif begun:
        yield Block(begun, "other" if speaker else "paragraph")
    for label, cut in zip(labels, cuts[1:], strict=True):
        said = trim(text, min(label.end, cut), cut)
        if said:
            yield Block(said, "turn", label.span)


def _is_stage(text: str, span: Span) -> bool:
    """A note of the transcript in brackets and capitals: "(SOUNDBITE OF MUSIC)"."""
    return span.end - span.start <= 220 and bool(_STAGE.match(text[span.start : span.end]))


def _is_outro(words: str, speakers: frozenset[str]) -> bool:
    """What stands after the last turn and is nobody's speech: copyright, notes on the transcript, who the hosts are."""
    if _TAIL.search(words):
        return True
    opening = words_of(words[:80])[:6]
    return bool(_BIO.search(words[:120])) and any(word.casefold() in speakers for word in opening)


def _prose_blocks(text: str, line: Span, *, final: bool) -> Iterator[Block]:
    kind = _kind(text[line.start : min(line.end, line.start + _LONGEST)], final=final)
    start = place_before(text, line.start, line.end) if kind == "paragraph" else line.start
    place, rest = trim(text, line.start, start), trim(text, start, line.end)
    if place and rest and len(words_of(text[rest.start : min(rest.end, rest.start + 120)])) > 5:
        yield Block(place, "dateline")
        yield Block(rest, "paragraph")
    else:
        yield Block(line, kind)


def _kind(words: str, *, final: bool) -> BlockKind:
    kind: BlockKind = "paragraph"
    if is_caption(words):
        kind = "caption"
    elif len(words) > _LONG:
        kind = "paragraph"
    elif is_byline(words):
        kind = "byline"
    elif is_date(words):
        kind = "dateline"
    elif is_bar(words) or not any(map(str.isalpha, words)):
        kind = "other"
    elif is_heading(words) and not final:
        kind = "heading"
    return kind
