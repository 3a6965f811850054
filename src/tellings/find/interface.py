"""Labels of a page's interface: share bars, player bars, menus, alone or glued to the text."""

import re
from functools import cache

from tellings.lexicon import load_words
from tellings.text.lines import words_of

# Join labels, and are none.
_SMALL = frozenset(
    [
        "on",
        "in",
        "to",
        "this",
        "the",
        "story",
        "you",
        "your",
        "a",
        "an",
        "and",
        "or",
        "of",
        "for",
        "by",
        "from",
        "with",
        "up",
        "via",
        "all",
        "here",
        "now",
        "top",
    ]
)
# Name what the reader can do with a page: a bar glued to text holds one of them.
_ACTIONS = frozenset(
    [
        "listen",
        "comment",
        "comments",
        "gift",
        "share",
        "tweet",
        "print",
        "email",
        "save",
        "bookmark",
        "subscribe",
        "facebook",
        "twitter",
        "whatsapp",
        "advertisement",
    ]
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_STEP = re.compile(r"(?:\d{1,2}:\d{2}|[^\W_]+(?:-[^\W_]+)?)(?:[ \t|·•]+|$)")
_LONGEST = 200
"""Characters of the longest bar."""


@cache
def _labels() -> frozenset[str]:
    return load_words("interface_words")


def is_label(word: str) -> bool:
    """Whether a word labels a control: one of the list, a number, or several of the list run together ("ArrowRight")."""
    return word.casefold() in _labels() or word.isdigit() or is_joined(word)


def is_joined(word: str) -> bool:
    """Whether a word is labels run together ("ArrowRight", "ShareTweet")."""
    pieces = _PIECES.findall(word)
    return len(pieces) > 1 and "".join(pieces) == word and all(piece.casefold() in _labels() for piece in pieces)


def is_bar(words: str) -> bool:
    """Whether a line holds nothing but labels: a share bar, a player's clock, a menu."""
    if len(words) > _LONGEST:
        return False
    bare = _CLOCK.sub(" 0 ", words)
    parts = words_of(bare)
    if not parts or (_END.search(words) and len(parts) > 3):
        return False
    strong = [part for part in parts if part.casefold() not in _SMALL and is_label(part)]
    if not strong or (all(part.isdigit() for part in parts) and bare == words):
        return False
    return all(map(is_label, parts)) and (not parts[0][:1].islower() or len(parts) == 1)


def glued_before(words: str) -> int:
    """The length of the bar that stands before a paragraph on its line; 0 when there is none."""
    at, labels = 0, []
    window = words[:_LONGEST]
    while match := _STEP.match(window, at):
        label = match.group().strip(" \t|·•")
        if not is_label(label) and not _CLOCK.fullmatch(label):
            break
        labels.append(label)
        at = match.end()
    # The last labels may be the first words of the text ("Share This story"): a text begins with a capital.
    while (
        labels
        and not words[at : at + 1].strip("“\"'‘(").isupper()
        and not words[at : at + 2].strip("“\"'‘(")[:1].isupper()
    ):
        at = words.rfind(labels.pop(), 0, at)
    return at if _is_glued(labels) and at < len(words) else 0


def glued_after(words: str) -> int:
    """The offset at which a bar begins that stands after a paragraph on its line; the length of the line when there is none."""
    tail = words[-_LONGEST:]
    base = len(words) - len(tail)
    for match in re.finditer(r"[.!?…][\"'”’)\]]*\s+(?=[A-Z])", tail):
        rest = tail[match.end() :]
        if is_bar(rest) and _is_glued(words_of(rest)):
            return base + match.end()
    return len(words)


def _is_glued(labels: list[str]) -> bool:
    if [label.casefold() for label in labels] == ["advertisement"]:
        return True
    named = [label for label in labels if label.casefold() not in _SMALL and not label.isdigit()]
    return len(named) >= 3 and any(piece.casefold() in _ACTIONS for label in named for piece in _PIECES.findall(label))


def token_before(words: str) -> int:
    """The length of one to three labels run into the text that follows ("ArrowRight The ..."); 0 when there are none."""
    match = re.match(r"(?:[^\W\d_]{2,24}[ \t]+){1,3}?(?=[A-Z“\"‘])", words[:100])
    if match and is_joined(match.group().split()[0]):
        return match.end()
    return 0
