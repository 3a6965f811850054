"""Posts set into a report without quotation marks: "Glad to be home. — Ana Bel (@anabel) 3 May"."""

import re
from collections.abc import Sequence

from tellings.model.reading import Block, Quotation, Sentence
from tellings.model.span import Span
from tellings.text.spans import trim

_SIGNED = re.compile(r"(?:—|–|--?|â\x80\x94)\s?(?P<name>[^\n()—–]{2,60}?) ?\(@\w{1,30}\)")
_NUMBER = re.compile(r"\s*(?:\d{1,2}/\d{0,2}\s+|RT @\w+:\s+)?")
_LINK = re.compile(r"(?:\s(?:pic\.\w+\.com/\S+|https?://\S+))+\s*$")
_LEAST_WORDS = 4


def find_posts(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Quotation]:
    """One direct quotation for each paragraph signed with a name and an account; the signature is its source."""
    first: dict[int, int] = {}
    for sentence in sentences:
        first.setdefault(sentence.block, sentence.span.start)
    found = []
    for index in sorted(first):
        end = blocks[index].span.end
        at = text.find("(@", first[index], end)
        signed = _SIGNED.search(text, max(first[index], at - 70), end) if at >= 0 else None
        if not signed or blocks[index].kind == "turn":
            continue
        begun = _NUMBER.match(text, first[index], signed.start())
        linked = _LINK.search(text, max(first[index], signed.start() - 60), signed.start())
        content = trim(text, begun.end() if begun else first[index], linked.start() if linked else signed.start())
        if content is None or len(text[content.start : content.end].split()) < _LEAST_WORDS:
            continue
        name = Span(signed.start("name"), signed.end("name"))
        found.append(
            Quotation("direct", (content,), source=(Span(name.start, signed.end()),), speaker=name, why="a signed post")
        )
    return found
