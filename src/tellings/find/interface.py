"""Labels of a page's interface: share bars, player bars, menus, alone or glued to the text."""

import re
from functools import cache

from tellings.lexicon import load_words
from tellings.text.lines import words_of

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")
_STEP = re.compile(r"(?:\d{1,2}:\d{2}|[^\W_]+(?:-[^\W_]+)?)(?:[ \t|·•]+|$)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[A-Z])")
_TOKEN = re.compile(r"(?:[^\W\d_]{2,24}[ \t]+){1,3}?(?=[A-Z“\"‘])")
_LONGEST = 200
"""Characters of the longest bar."""
_SECTIONS = 4
"""Names of sections that make a menu: a headline may hold two or three."""
_GLUED = 3
"""Labels that make a bar when text stands on the same line."""


@cache
def _labels() -> frozenset[str]:
    return load_words("interface_words")


def is_label(word: str) -> bool:
    """Whether a word labels a control: one of the list, a number, or several run together ("ArrowRight")."""
    return word.casefold() in _labels() or word.isdigit() or is_joined(word)


def is_joined(word: str) -> bool:
    """Whether a word is labels run together ("ArrowRight", "ShareTweet", "COMMENTEMAILMORE")."""
    if len(word) > 40:
        return False
    pieces = _PIECES.findall(word)
    if len(pieces) > 1 and "".join(pieces) == word:
        known = _labels() | load_words("interface_shapes")
        return all(piece.casefold() in known for piece in pieces)
    return len(word) >= 8 and word.isupper() and _splits(word.casefold())


def _splits(word: str) -> bool:
    """Whether labels of four letters or more make up a word."""
    reached = {0}
    for end in range(4, len(word) + 1):
        if any(start in reached and word[start:end] in _labels() for start in range(end - 3)):
            reached.add(end)
    return len(word) in reached and word not in _labels()


def is_bar(words: str) -> bool:
    """Whether a line holds nothing but labels: a share bar, a player's clock, a menu."""
    if len(words) > _LONGEST:
        return False
    bare = _CLOCK.sub(" 0 ", words)
    parts = words_of(bare)
    if not parts or (_STOP.search(words) and len(parts) > 3):
        return False
    if not all(map(is_label, parts)):
        return _is_menu(parts)
    named = [part for part in parts if part.casefold() not in load_words("interface_joints")]
    if not named or (all(part.isdigit() for part in parts) and bare == words):
        return False
    return not parts[0][:1].islower() or len(parts) == 1


def _is_menu(parts: list[str]) -> bool:
    """The names of four or more sections, each with a capital: "Home World Business Sport"."""
    joints = load_words("interface_joints")
    named = [part for part in parts if part.casefold() not in joints]
    sections = load_words("section_names")
    return len(named) >= _SECTIONS and all(part[:1].isupper() and part.casefold() in sections for part in named)


def glued_before(words: str) -> int:
    """The length of the bar that stands before a paragraph on its line; 0 when there is none."""
    at, labels = 0, []
    window = words[:_LONGEST]
    while match := _STEP.match(window, at):
        label = match.group().strip(" \t|·•")
        if not is_label(label) and not _CLOCK.fullmatch(label):
            break
        labels.append((at, label))
        at = match.end()
    # The last labels may be the first words of the text ("Share This story"): a text begins with a capital.
    while labels and not words[at : at + 2].strip("“\"'‘(")[:1].isupper():
        at = labels.pop()[0]
    return at if _is_glued([label for _, label in labels]) and at < len(words) else 0


def glued_after(words: str) -> int:
    """The offset of a bar that stands after a paragraph on its line; the line's length when there is none."""
    tail = words[-_LONGEST:]
    for match in _SENTENCE_END.finditer(tail):
        rest = tail[match.end() :]
        if is_bar(rest) and _is_glued(words_of(rest)):
            return len(words) - len(tail) + match.end()
    return len(words)


def _is_glued(labels: list[str]) -> bool:
    if [label.casefold() for label in labels] == ["advertisement"]:
        return True
    named = [
        label for label in labels if label.casefold() not in load_words("interface_joints") and not label.isdigit()
    ]
    return len(named) >= _GLUED and any(
        piece.casefold() in load_words("interface_actions") for label in named for piece in _PIECES.findall(label)
    )


def token_before(words: str) -> int:
    """The length of one to three labels run into the text after them ("ArrowRight The ..."); 0 when there are none."""
    match = _TOKEN.match(words[:100])
    return match.end() if match and is_joined(match.group().split()[0]) else 0
