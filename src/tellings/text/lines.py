"""Lines of a text, whatever ends them."""

import re

from tellings.model.span import Span

# U+0085 is no line end here: in text decoded wrongly it is half of a character.
_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def split_lines(text: str) -> list[Span]:
    """The lines that hold more than white space, each without the white space at its ends."""
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if bare:
            start = match.start() + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(bare)))
    return lines


def words_of(line: str) -> list[str]:
    """The words of a line in order, without punctuation; "don't" is one word."""
    return _WORD.findall(line)


def plain(line: str) -> str:
    """The line in small letters with single spaces and without punctuation: two lines that say the same are equal."""
    return " ".join(words_of(line.casefold()))
