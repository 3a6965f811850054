"""Tokens back to running text: the reader meets text as printed, so it is trained on text as printed."""

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]
_CLOSES = frozenset(", . ; : ? ! ) ] } % ” ’ … 's ’s n't n’t 're 've 'll 'm 'd ’re ’ve ’ll ’m ’d".split())
_OPENS = frozenset("( [ { $ £ € “ ‘ #".split())
_SPELT = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


@dataclass(frozen=True, slots=True)
class Laid:
    """Sentences as text, one a line; ``places[i][k]`` is where token k of sentence i stands."""

    text: str
    sentences: tuple[Place, ...]
    places: tuple[tuple[Place, ...], ...]


def lay_out(sentences: Sequence[Sequence[str]]) -> Laid:
    """Sets each sentence's tokens as a line of text."""
    text = ""
    lines: list[Place] = []
    places: list[tuple[Place, ...]] = []
    for tokens in sentences:
        line, spots = _line(tokens)
        at = len(text)
        if line.strip():
            lines.append((at, at + len(line)))
        places.append(tuple((s + at, e + at) for s, e in spots))
        text += line + "\n"
    return Laid(text.rstrip("\n"), tuple(lines), tuple(places))


def _line(tokens: Sequence[str]) -> tuple[str, list[Place]]:
    line, spots = "", []
    is_open = False
    glued = True
    for k, raw in enumerate(tokens):
        token = _SPELT.get(raw, raw)
        closing = token in _CLOSES or (token == '"' and is_open) or (token == "'" and _is_possessive(tokens, k))
        if not (glued or closing or _hangs_on(tokens, k)):
            line += " "
        spots.append((len(line), len(line) + len(token)))
        line += token
        glued = token in _OPENS or (token == '"' and not is_open)
        is_open ^= token == '"'
    return line, spots


def _is_possessive(tokens: Sequence[str], k: int) -> bool:
    return k > 0 and tokens[k - 1][-1:].lower() == "s"


def _hangs_on(tokens: Sequence[str], k: int) -> bool:
    """Whether the source parted what is printed together: "Nur - Sultan", "Ana ' s", "U. S."."""
    if k == 0:
        return False
    token, last = tokens[k], tokens[k - 1]
    if token == "s" and last in ("'", "’"):
        return True
    if len(last) == 2 and last[1] == "." and len(token) == 2 and token[1] == ".":
        return True
    if token == "." and len(last) == 1 and last.isupper():
        return True
    if "-" not in (token, last) or k < 2:
        return False
    at = k if token == "-" else k - 1
    before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else ""
    dateline = at < 10 and (before.isupper() or before in (")", "News"))
    return before[:1].isalpha() and after[:1].isalnum() and not dateline
