"""Words that belong to the page and not to the report."""

from collections.abc import Sequence

from tellings.find import sites as _sites
from tellings.find.appeals import MAYBE, SURE, appeal_points
from tellings.find.comments import comments_from
from tellings.find.interface import glued_after, glued_before, is_bar, token_before
from tellings.find.links import link_reasons
from tellings.find.notices import ADDRESS, line_notice, markup, sentence_notice
from tellings.find.sentence_ends import split_stretch
from tellings.find.sites import Sites, site_of
from tellings.find.strangers import foreign_blocks
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture
from tellings.model.span import Span
from tellings.text.lines import plain, words_of
from tellings.text.spans import trim

__all__ = ["Sites", "find_furniture", "survey_sites"]

_PERSONS = frozenset(["we", "our", "i", "my", "you", "your"])
_REPEATED = 60
"""Characters from which a line that comes back is furniture: shorter ones come back in lists and recipes."""
_NEAR = 6
"""Lines within which it comes back, and how many such lines a page may have before they count as its own form."""
_MOST = 0.4
"""Share of a page that appeals may take: where they would take more, the page's own matter is to speak to its readers."""
BAR = "labels of the page's controls"
APPEAL = "appeal to the reader"
_PERSONAL = 0.15
"""Share of paragraphs with "we" or "you" outside quotation marks from which a report counts as told in the first or second person."""


def survey_sites(documents: Sequence[Document]) -> Sites:
    """The lines that pages of one outlet share; reports that carry the same text count as one page."""
    return _sites.survey(documents)


def find_furniture(doc: Document, blocks: tuple[Block, ...], sites: Sites) -> tuple[Furniture, ...]:
    """The furniture of a report in text order, free of overlaps, each with its reason and without white space at its ends.

    A piece may be a part of a line: a share bar glued to the first sentence, a plug between two sentences of a paragraph.
    Titles are never furniture, and of a speaker's turn only notices (copyright, terms) are.
    """
    lines = [doc.text[block.span.start : block.span.end] for block in blocks]
    reasons = _line_reasons(doc, blocks, lines, sites)
    personal = _told_in_first_person(blocks, lines, reasons)
    found: list[Furniture] = []
    for block, line, why in zip(blocks, lines, reasons, strict=True):
        if why:
            found.append(Furniture(block.span, why))
        elif block.kind != "title":
            found.extend(_parts(doc.text, block, line, personal))
    appeals = sum(piece.span.end - piece.span.start for piece in found if piece.why == APPEAL)
    if appeals > _MOST * sum(len(line) for line in lines):
        found = [piece for piece in found if piece.why != APPEAL]
    return tuple(_joined(doc.text, found))


def _line_reasons(doc: Document, blocks: Sequence[Block], lines: Sequence[str], sites: Sites) -> list[str]:
    """For each block why the whole of it is furniture; empty where it is not."""
    site = site_of(doc) if sites.lines else ""
    reasons = []
    for block, line in zip(blocks, lines, strict=True):
        why = ""
        if block.kind == "caption":
            why = "caption or credit of a picture"
        elif block.kind not in ("title", "turn"):
            why = BAR if is_bar(line) else line_notice(line)
            if not why and site and len(line) <= 240 and (site, plain(line)) in sites.lines:
                why = "line that other pages of the outlet have too"
        reasons.append(why)
    # Links in a row are the report's own list.
    if reasons.count(ADDRESS) > 2:
        reasons = ["" if why == ADDRESS else why for why in reasons]
    _above_headline(blocks, lines, reasons)
    for index in range(comments_from(lines) if not any(b.kind == "turn" for b in blocks) else len(lines), len(lines)):
        reasons[index] = reasons[index] or "readers' comments"
    _said_before(lines, reasons)
    link_reasons(blocks, lines, reasons)
    for index in foreign_blocks(blocks, lines):
        reasons[index] = reasons[index] or "in another language than the report"
    return reasons


def _said_before(lines: Sequence[str], reasons: list[str]) -> None:
    """A long line that stands a few lines above too: galleries repeat their captions, reports repeat nothing."""
    again = [
        index
        for index, line in enumerate(lines)
        if _REPEATED <= len(line) <= 1000 and line in lines[max(0, index - _NEAR) : index]
    ]
    if len(again) <= _NEAR:
        for index in again:
            reasons[index] = reasons[index] or "line that stands on the page twice"


def _above_headline(blocks: Sequence[Block], lines: Sequence[str], reasons: list[str]) -> None:
    """Short lines before the title are names of sections and menus."""
    title = next((i for i, block in enumerate(blocks) if block.kind == "title"), 0)
    if not any(reasons[:title]):
        return
    for index in range(title):
        if (
            blocks[index].kind in ("heading", "other", "paragraph")
            and len(lines[index]) <= 80
            and lines[index][-1] not in '.!?"”'
        ):
            reasons[index] = reasons[index] or "line above the headline"


def _told_in_first_person(blocks: Sequence[Block], lines: Sequence[str], reasons: Sequence[str]) -> bool:
    """The report itself says "we" and "you" again and again: then such words tell nothing."""
    told = count = 0
    for block, line, why in zip(blocks, lines, reasons, strict=True):
        if not why and block.kind == "paragraph" and len(line) < 5000:
            count += 1
            told += not any(mark in line for mark in '"“”') and bool(_PERSONS & set(words_of(line.casefold())))
    return told > 3 and told > _PERSONAL * count


def _parts(text: str, block: Block, line: str, personal: bool) -> list[Furniture]:
    """Furniture inside a line."""
    start, end = block.span.start, block.span.end
    found = [Furniture(Span(*tag), "markup left in the text") for tag in markup(text, start, end)]
    if block.kind in ("paragraph", "other", "heading"):
        if before := glued_before(line):
            found.append(Furniture(Span(start, start + before), BAR))
            start += before
        if (after := glued_after(line)) < len(line) and block.span.start + after > start:
            found.append(Furniture(Span(block.span.start + after, end), BAR))
            end = block.span.start + after
    pieces = list(split_stretch(text, start, end))
    whys = _sentence_reasons([text[a:b] for a, b in pieces], turn=block.kind == "turn", personal=personal)
    for index, ((first, last), why) in enumerate(zip(pieces, whys, strict=True)):
        if why:
            found.append(Furniture(Span(first, last), why))
        elif index and whys[index - 1] and (token := token_before(text[first:last])):
            found.append(Furniture(Span(first, first + token), BAR))
    return found


def _sentence_reasons(sentences: Sequence[str], *, turn: bool, personal: bool) -> list[str]:
    """For each sentence of a block why it is furniture; empty where it is not."""
    whys = [sentence_notice(sentence) for sentence in sentences]
    for index in range(1, len(whys) - 1):
        # The owner's name stands between the mark and the reservation: "(c) 2031. The Courier Ltd. All rights reserved."
        if whys[index - 1] and not whys[index] and whys[index + 1] and len(sentences[index]) <= 100:
            whys[index] = whys[index - 1]
    if turn:
        return whys
    points, inside = [], 0
    for sentence in sentences:
        points.append(0 if inside > 0 else appeal_points(sentence))
        inside = _inside_quotes(sentence, inside)
    for index, score in enumerate(points):
        if score >= SURE + personal:
            whys[index] = whys[index] or APPEAL
    least = SURE if personal else MAYBE
    for step in (1, -1):
        order = range(len(sentences)) if step > 0 else range(len(sentences) - 1, -1, -1)
        for index in order:
            near = index - step
            if (
                not whys[index]
                and 0 <= near < len(whys)
                and whys[near] == APPEAL
                and points[index] >= least
                and len(sentences[index]) <= 300
            ):
                whys[index] = APPEAL
    marked = sum(len(s) for s, why in zip(sentences, whys, strict=True) if why)
    if (
        2 * marked > sum(map(len, sentences))
        and len(sentences) > 2
        and not any(c in s for s in sentences for c in '"“”')
    ):
        return [why or APPEAL for why in whys]
    return whys


def _inside_quotes(sentence: str, inside: int) -> int:
    """How many quotation marks are open after the sentence; straight ones open and close in turn."""
    inside += sentence.count("“") - sentence.count("”")
    if sentence.count('"') % 2:
        inside += 1 if inside <= 0 else -1
    return max(0, inside)


def _joined(text: str, found: list[Furniture]) -> list[Furniture]:
    """Sorted, cut free of each other, neighbours of one reason on one line joined."""
    done: list[Furniture] = []
    for piece in sorted(found, key=lambda piece: (piece.span.start, -piece.span.end)):
        start = max(piece.span.start, done[-1].span.end) if done else piece.span.start
        span = trim(text, start, piece.span.end) if start < piece.span.end else None
        if span is None:
            continue
        before = done[-1] if done else None
        gap = text[before.span.end : span.start] if before and span.start - before.span.end < 40 else "x"
        if before and before.why == piece.why and not gap.strip() and not set(gap) & set("\n\r\u2028\u2029\v\f"):
            done[-1] = Furniture(Span(before.span.start, span.end), before.why)
        else:
            done.append(Furniture(span, piece.why))
    return done
