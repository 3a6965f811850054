"""Which boxes of a page hold its article.

The innermost box with at least half of the running text, and the boxes beside it and around it that read like it.
Boxes that are furniture by their element or name count for nothing, but a name is not believed where it would take the
article away: pages call a box of text "widget", or the whole page "comments-enabled". The figures stand in
docs/explanation/decisions/0034-own-main-text.md; where a threshold names none, it is a guess that was kept.
"""

from dataclasses import dataclass

from tellings.readers.boxes import Block, Boxes
from tellings.readers.boxnames import furniture_name, holds_replies, is_sure, names_body
from tellings.readers.furniture_lines import drop_furniture_lines
from tellings.readers.pairs import fold

SHORT = 1000
"""Characters of article under which it is asked whether there is more where only sure names count."""

FAR_MORE = 3
"""What is found otherwise must be this many times longer to be believed instead; 2 and 4 give the same figures."""

LEAST = 600
"""Characters of running text that could be an article which names have hidden. 300 gives the same figures on the half
that the rules were made on, 1,000 loses .0007 of the second set."""

HALF = 0.5
"""Share of the running text that a box must have to be gone into; and from which on a name that all of it carries says
nothing."""

NEARLY_ALL, NONE = 8, 200
"""A sure name is not believed where the text that carries it is so many times longer than all that carries none; that
of comments or of the page's frame only where there are fewer than so many characters without it."""

OWN_BODY, OWN_SHARE = 400, 0.3
"""Characters of running text, and their share of the page's, from which on a box around the page's heading, or a box
that says it is the article, is no furniture."""

REPLIES = 3
"""Boxes named for comments from which on they are comments; a box of article has such a name once."""

_FURNITURE = frozenset((
    "nav", "footer", "aside", "form", "figure", "figcaption", "button", "label", "noscript", "dialog", "menu",
    "address", "fieldset", "time", "legend", "details",
))  # fmt: skip
_SURE = frozenset(("nav", "footer", "button", "label", "noscript", "aside"))
_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "banner", "dialog"))
_NEVER = frozenset(("html", "body", "main", "article"))
_PARTS = frozenset(("p", "li", "td", "blockquote", "tr", "tbody", "ul", "ol"))


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, and which boxes counted as furniture."""

    blocks: tuple[Block, ...]
    furniture: list[bool]

    @property
    def length(self) -> int:
        """Its characters."""
        return sum(len(block.text) for block in self.blocks)

    @property
    def weight(self) -> float:
        """Its characters of running text."""
        return sum(block.weight for block in self.blocks)


def find_body(page: Boxes, title: str) -> Body:
    """The blocks of the article, in order; none where the page has no running text."""
    names = _names(page)
    running = page.summed((b.box, max(0.0, len(b.text) * (1 - 2 * b.linked))) for b in page.blocks if b.is_prose)
    _clear_names(page, names, running)
    believed, sure = _believed(page, names)
    own = _own_article(page, title)
    found = _gather(page, believed, own)
    if found.length < max(SHORT, 0.25 * running[0]):
        looser = _gather(page, sure, own)
        found = looser if looser.length > FAR_MORE * found.length else found
    plain = _gather(page, [_is_furniture(page, place) for place in range(len(page.boxes))], own)
    if _was_hidden(page, found, plain, names, title):
        hiding = {names[place] for block in plain.blocks[:1] for place in page.around(block.box, len(page.boxes))}
        again = _gather(page, [mark and name not in hiding for mark, name in zip(believed, names, strict=True)], own)
        found = again if again.weight > found.weight else plain
    brief = _short_report(page, found, names, title)
    if brief.blocks:
        return brief
    return found if found.blocks else _gather(page, [False] * len(page.boxes), own)


def _short_report(page: Boxes, found: Body, names: list[str], title: str) -> Body:
    """The sentences right behind the heading, where all else that was found is comments or the page's frame.

    A report of one short sentence has no running text, and a reader's comment below it is no report.
    """
    frame = page.inherited(
        [box.tag in ("nav", "footer") or "comment" in name for box, name in zip(page.boxes, names, strict=True)]
    )
    if not all(frame[block.box] for block in found.blocks if block.weight):
        return Body((), frame)
    wanted = fold(title)
    heading = next((b for b in page.blocks if b.is_heading and (fold(b.text) == wanted or b.tag == "h1")), None)
    if heading is None or frame[heading.box]:
        return Body((), frame)
    near = set(list(page.around(heading.box, len(page.boxes)))[:2])
    told = [
        block
        for block in page.blocks
        if block.place > heading.place and not frame[block.box] and not block.is_heading and block.linked < 0.5
        if block.ends_sentence and near & set(page.around(block.box, len(page.boxes)))
    ]
    return Body(tuple(told), frame)


def _names(page: Boxes) -> list[str]:
    """For each box what makes furniture of it, a name or its element in brackets; "" for the others."""
    names = []
    for place, box in enumerate(page.boxes):
        name = "" if box.tag in _NEVER else furniture_name(box.names)
        if name and not is_sure(name) and names_body(box.styles) and box.tag in ("div", "section"):
            name = ""
        names.append(
            name or (f"<{box.tag}>" if _is_furniture(page, place) or box.may_be_hidden or box.tag == "form" else "")
        )
    return names


def _is_furniture(page: Boxes, place: int) -> bool:
    """Whether it is so by its element, its role, or as it is hidden. Some systems put the whole page into a form."""
    box = page.boxes[place]
    return (box.tag in _FURNITURE and box.tag != "form") or box.role in _ROLES or box.is_hidden


def _clear_names(page: Boxes, names: list[str], running: list[float]) -> None:
    """Takes the names from boxes around the page's only heading, or around a box that says it is the article."""
    bodies = page.summed(
        (place, 1.0)
        for place, box in enumerate(page.boxes)
        if running[place] >= OWN_BODY and (box.is_body or names_body(box.styles))
    )
    headings = page.summed((block.box, 1.0) for block in page.blocks if block.tag == "h1")
    for place, box in enumerate(page.boxes):
        if not names[place] or running[place] < OWN_BODY or box.is_hidden:
            continue
        around_body = bodies[place] and box.tag not in ("nav", "footer", "aside") and not holds_replies(names[place])
        if around_body or (headings[place] == 1 and running[place] > OWN_SHARE * running[0]):
            names[place] = ""


def _believed(page: Boxes, names: list[str]) -> tuple[list[bool], list[bool]]:
    """The boxes that are furniture, and those of them whose names are sure ones; without those of common names.

    A name is common that half of the running text carries; a sure one, where there is next to none without it.
    """
    sure = [bool(name) and (box.tag in _SURE or is_sure(name)) for name, box in zip(names, page.boxes, strict=True)]
    within_sure = page.inherited(sure)
    whole = free = 0.0
    lengths: dict[str, float] = {}
    for block in page.blocks:
        if not block.is_prose:
            continue
        length = max(0.0, len(block.text) * (1 - 2 * block.linked))
        whole += length
        free += 0.0 if within_sure[block.box] else length
        for name in {names[place] for place in page.around(block.box, len(page.boxes))} - {""}:
            lengths[name] = lengths.get(name, 0.0) + length
    common = {name for name, length in lengths.items() if length > HALF * free}
    most = {name for name in common if whole > SHORT and lengths[name] > NEARLY_ALL * free}
    believed = []
    for place, box in enumerate(page.boxes):
        frame = box.tag in ("nav", "footer", "aside") or holds_replies(names[place])
        sure[place] = sure[place] and (names[place] not in most or (frame and free >= NONE))
        believed.append(sure[place] or (bool(names[place]) and names[place] not in common))
    return believed, sure


def _own_article(page: Boxes, title: str) -> int:
    """The ``article`` around the heading that is the page's title, or its first ``h1``; -1 where there is none."""
    wanted = fold(title)
    plain = [block for block in page.blocks if block.is_heading and block.linked < 0.5]
    named = [block for block in plain if (fold(block.text) == wanted if wanted else block.tag == "h1")]
    for block in named or [block for block in plain if block.tag == "h1"]:
        for place in page.around(block.box, len(page.boxes)):
            if page.boxes[place].tag == "article":
                return place
    return -1


def _gather(page: Boxes, marks: list[bool], own: int) -> Body:
    """The article, where the marked boxes are furniture."""
    furniture = page.inherited(marks)
    seen = [block for block in page.blocks if not furniture[block.box]]
    prose = page.summed((block.box, block.weight) for block in seen)
    if not page.boxes or not prose[0]:
        return Body((), furniture)
    start = 0
    if own >= 0 and not furniture[own] and (prose[own] >= LEAST or prose[own] > 0.25 * prose[0]):
        start = own
    base = _named_body(page, prose, furniture, start)
    base = base if base >= 0 else _innermost(page, prose, start)
    kept = [False] * len(page.boxes)
    for place in (base, *_beside(page, base, seen, prose, furniture)):
        kept[place] = True
    kept = page.inherited(kept)
    return Body(drop_furniture_lines(tuple(block for block in seen if kept[block.box])), furniture)


def _named_body(page: Boxes, prose: list[float], furniture: list[bool], start: int) -> int:
    """The innermost box in ``start`` that says it is the article and holds enough of the running text; -1 for none."""
    within = page.inherited([place == start for place in range(len(page.boxes))])
    enough = max(OWN_BODY, OWN_SHARE * prose[0])
    said = [
        place
        for place, box in enumerate(page.boxes)
        if prose[place] >= enough and within[place] and not furniture[place]
        if box.is_body or names_body(box.styles)
    ]
    longest = max((prose[place] for place in said), default=0.0)
    return next((place for place in reversed(said) if prose[place] >= 0.8 * longest), -1)


def _innermost(page: Boxes, prose: list[float], start: int) -> int:
    """The innermost box with half of the running text of the one around it, and of that, up to ``start``."""
    inside = _inside(page)
    place = start
    while inside[place]:
        best = max(inside[place], key=lambda one: prose[one])
        if prose[best] < HALF * prose[place]:
            break
        place = best
    while page.boxes[place].tag in _PARTS and page.boxes[place].above >= 0:
        place = page.boxes[place].above
    return place


def _inside(page: Boxes) -> list[list[int]]:
    inside: list[list[int]] = [[] for _ in page.boxes]
    for place, box in enumerate(page.boxes):
        if box.above >= 0:
            inside[box.above].append(place)
    return inside


def _beside(page: Boxes, base: int, seen: list[Block], prose: list[float], furniture: list[bool]) -> list[int]:
    """The boxes beside ``base``, and beside those around it, that read like more of the article.

    From an ``article`` or ``main`` outwards only boxes of the same element and class do: a text broken into parts.
    """
    other = page.summed((b.box, len(b.text)) for b in seen if not b.weight and not (b.is_heading and b.linked <= 0.5))
    linked = page.summed((b.box, 1.0) for b in seen if b.is_heading and b.linked > 0.5)
    articles = page.summed((place, 1.0) for place, box in enumerate(page.boxes) if box.tag == "article")
    inside = _inside(page)
    found: list[int] = []
    place, level, sealed = base, 0, _is_whole(page, base)
    while page.boxes[place].above >= 0 and page.boxes[place].tag != "body":
        above, level = page.boxes[place].above, level + 1
        for one in inside[above]:
            if one == place or furniture[one] or prose[one] <= 0.02 * prose[base]:
                continue
            alike = _is_alike(page, one, place)
            if (sealed and not alike) or (linked[one] and prose[one] < 1500) or (articles[one] and articles[place]):
                continue
            near = alike or level <= 3 or prose[one] > 0.3 * prose[base]
            if near and prose[one] > other[one] * (1 if alike else 2):
                found.append(one)
        sealed = sealed or _is_whole(page, above)
        place = above
    return found


def _is_whole(page: Boxes, place: int) -> bool:
    return page.boxes[place].tag in ("article", "main") or page.boxes[place].is_body


def _is_alike(page: Boxes, one: int, other: int) -> bool:
    first, second = page.boxes[one], page.boxes[other]
    return bool(first.look) and first.tag == second.tag and first.look == second.look


def _was_hidden(page: Boxes, found: Body, plain: Body, names: list[str], title: str) -> bool:
    """Whether names have hidden the article: without them another, longer text is found behind the heading.

    It stands before what was found, or that is short and the other no list of comments.
    """
    wanted = fold(title)
    headings = [b.place for b in page.blocks if b.is_heading and wanted and fold(b.text) == wanted]
    headings = headings or [block.place for block in page.blocks if block.tag == "h1"]
    seen = {block.place for block in found.blocks}
    fresh = [block for block in plain.blocks if block.place not in seen]
    gained = sum(block.weight for block in fresh)
    both = sum(block.weight for block in plain.blocks) - gained
    if gained < LEAST or gained <= found.weight or both >= 0.4 * gained:
        return False
    first = next((block.place for block in plain.blocks if block.weight), 0)
    before = [place for place in headings if place < first]
    if not before:
        return False
    other = next((block.place for block in found.blocks if block.weight), len(page.blocks))
    if first < other or other < before[-1]:
        return True
    replies = set()
    for block in fresh:
        around = page.around(block.box, len(page.boxes))
        replies.update([place for place in around if names[place] and holds_replies(names[place])][:1])
    return found.weight < SHORT and gained > FAR_MORE * found.weight and len(replies) < REPLIES
