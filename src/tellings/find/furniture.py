"""Words that belong to the page and not to the report."""

from collections.abc import Sequence

from tellings.find import sites as _sites
from tellings.find.appeals import MAYBE, SURE, appeal_points
from tellings.find.comments import comments_from
from tellings.find.interface import glued_after, glued_before, is_bar, token_before
from tellings.find.links import LINK, link_reasons
from tellings.find.notices import ADDRESS, line_notice, markup, may_hold_notice, sentence_notice
from tellings.find.sentence_ends import split_stretch
from tellings.find.sites import Sites, site_of
from tellings.find.strangers import foreign_blocks
from tellings.find.teasers import links_inside
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture
from tellings.model.span import Span
from tellings.text.lines import plain, words_of
from tellings.text.spans import trim

__all__ = ["Sites", "find_furniture", "survey_sites"]

BAR = "labels of the page's controls"
APPEAL = "appeal to the reader"

_PERSONS = frozenset(["we", "our", "i", "my", "you", "your"])
_PERSONAL = 0.15
"""Share of paragraphs with "we" or "you" outside quotation marks from which a report counts as told in that person."""
_MOST = 0.7
"""Share of a page that appeals may take: where they would take more, speaking to readers is the page's own matter."""
_LINKS = 2
"""Bare addresses a page may have as furniture: more are the report's own list."""
_REPEATED = 60
"""Characters from which a line that comes back is furniture: shorter ones come back in lists and recipes."""
_NEAR = 6
"""Lines within which it comes back, and how many such lines a page may have before they count as its own form."""


def survey_sites(documents: Sequence[Document]) -> Sites:
    """The lines that pages of one outlet share; of reports that carry the same text only the first counts."""
    return _sites.survey(documents)


def find_furniture(doc: Document, blocks: tuple[Block, ...], sites: Sites) -> tuple[Furniture, ...]:
    """The furniture of a report in text order, free of overlaps, each with its reason and no white space at its ends.

    A piece may be a part of a line: a share bar glued to the first sentence, a plug between two sentences of a
    paragraph. Titles are never furniture, and of a speaker's turn only notices (copyright, terms) are.
    """
    lines = [doc.text[block.span.start : block.span.end] for block in blocks]
    reasons = _line_reasons(doc, blocks, lines, sites)
    personal = _told_in_person(blocks, lines, reasons)
    found: list[Furniture] = []
    for block, line, why in zip(blocks, lines, reasons, strict=True):
        if why:
            found.append(Furniture(block.span, why))
        elif block.kind != "title":
            found.extend(_parts(doc.text, block, line, personal=personal))
    appeals = sum(piece.span.end - piece.span.start for piece in found if piece.why == APPEAL)
    if appeals > _MOST * sum(map(len, lines)):
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
    if reasons.count(ADDRESS) > _LINKS:
        reasons = ["" if why == ADDRESS else why for why in reasons]
    _above_headline(blocks, lines, reasons)
    _said_before(lines, reasons)
    if not any(block.kind == "turn" for block in blocks):
        for index in range(comments_from(lines), len(lines)):
            reasons[index] = reasons[index] or "readers' comments"
    link_reasons(blocks, lines, reasons)
    for index in foreign_blocks(blocks, lines):
        reasons[index] = reasons[index] or "in another language than the report"
    return reasons


def _above_headline(blocks: Sequence[Block], lines: Sequence[str], reasons: list[str]) -> None:
    """Short lines before the title are names of sections and menus, where bars stand among them."""
    title = next((i for i, block in enumerate(blocks) if block.kind == "title"), 0)
    if not any(reasons[:title]):
        return
    for index in range(title):
        short = len(lines[index]) <= 80 and lines[index][-1] not in '.!?"”'
        if short and not reasons[index] and blocks[index].kind in ("heading", "other", "paragraph"):
            reasons[index] = "line above the headline"


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


def _told_in_person(blocks: Sequence[Block], lines: Sequence[str], reasons: Sequence[str]) -> bool:
    """The report itself says "we" and "you" again and again: then such words tell nothing."""
    told = count = 0
    for block, line, why in zip(blocks, lines, reasons, strict=True):
        if not why and block.kind == "paragraph" and len(line) < 5000:
            count += 1
            told += not any(mark in line for mark in '"“”') and not _PERSONS.isdisjoint(words_of(line.casefold()))
    return told > 3 and told > _PERSONAL * count


def _parts(text: str, block: Block, line: str, *, personal: bool) -> list[Furniture]:
    """Furniture inside a line."""
    start, end = block.span.start, block.span.end
    found = [Furniture(Span(*tag), "markup left in the text") for tag in markup(text, start, end)]
    found += [Furniture(Span(*link), LINK) for link in links_inside(text, start, end)]
    if block.kind in ("paragraph", "other", "heading"):
        after = glued_after(line)
        if before := glued_before(line):
            found.append(Furniture(Span(start, start + before), BAR))
        if before < after < len(line):
            found.append(Furniture(Span(start + after, end), BAR))
            end = start + after
        start += before
    pieces = list(split_stretch(text, start, end))
    whys = _sentence_reasons(
        [text[first:last] for first, last in pieces],
        noticed=may_hold_notice(line),
        turn=block.kind == "turn",
        personal=personal,
    )
    for index, ((first, last), why) in enumerate(zip(pieces, whys, strict=True)):
        if why:
            found.append(Furniture(Span(first, last), why))
        elif index and whys[index - 1] and (token := token_before(text[first : min(last, first + 120)])):
            found.append(Furniture(Span(first, first + token), BAR))
    return found


def _sentence_reasons(sentences: Sequence[str], *, noticed: bool, turn: bool, personal: bool) -> list[str]:
    """For each sentence of a block why it is furniture; empty where it is not."""
    whys = [sentence_notice(sentence) if noticed else "" for sentence in sentences]
    for index in range(1, len(whys) - 1):
        # The owner's name stands between the two: "(c) 2031. The Courier Ltd. All rights reserved."
        if whys[index - 1] and not whys[index] and whys[index + 1] and len(sentences[index]) <= 100:
            whys[index] = whys[index - 1]
    if turn:
        return whys
    points, inside = [], 0
    for sentence in sentences:
        points.append(0 if inside else appeal_points(sentence))
        inside = _inside_quotes(sentence, inside)
    for index, score in enumerate(points):
        if score >= SURE + personal:
            whys[index] = whys[index] or APPEAL
    if APPEAL not in whys:
        return whys
    _spread(sentences, points, whys, least=SURE if personal else MAYBE)
    marked = sum(len(sentence) for sentence, why in zip(sentences, whys, strict=True) if why)
    if (
        len(sentences) > 2
        and 2 * marked > sum(map(len, sentences))
        and not any(c in s for s in sentences for c in '"“”')
    ):
        return [why or APPEAL for why in whys]
    return whys


def _spread(sentences: Sequence[str], points: Sequence[int], whys: list[str], *, least: int) -> None:
    """What stands next to an appeal and speaks to the reader too belongs to it."""
    for step in (1, -1):
        order = range(1, len(whys)) if step > 0 else range(len(whys) - 2, -1, -1)
        for index in order:
            if (
                not whys[index]
                and whys[index - step] == APPEAL
                and points[index] >= least
                and len(sentences[index]) <= 300
            ):
                whys[index] = APPEAL


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
        if before and before.why == piece.why and _same_line(text, before.span.end, span.start):
            done[-1] = Furniture(Span(before.span.start, span.end), before.why)
        else:
            done.append(Furniture(span, piece.why))
    return done


def _same_line(text: str, end: int, start: int) -> bool:
    return start - end < 40 and not text[end:start].strip() and set("\n\r\v\f\u2028\u2029").isdisjoint(text[end:start])
