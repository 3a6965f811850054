"""Untrusted words made safe to show: nothing a terminal obeys, nothing that reorders or hides text."""

import re

# C0 and C1 controls, DEL, marks that reorder text, tag characters, lone surrogates.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c]")
_SPACES = re.compile(r"\s+")


def show(text: str) -> str:
    """The text without characters that act instead of showing (now U+FFFD); every break of a line is a line feed."""
    # What Python calls printable has none of these; a page of a large story shows thousands of lines.
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", _BREAKS.sub("\n", text))


def show_line(text: str) -> str:
    """As ``show``, on one line: runs of white space are single spaces."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    # Spaces first: the separators U+001C to U+001F count as white space and as controls.
    return show(_SPACES.sub(" ", text)).strip()


def show_around(text: str, start: int, end: int, *, limit: int = 200) -> str:
    """The words of a place on one line, within as much of their paragraph as makes about ``limit`` characters."""
    room = max(0, limit - (end - start)) // 2
    before = text[max(0, start - room) : start].rpartition("\n")[2]
    after = text[end : end + room].partition("\n")[0]
    # A cut inside a paragraph is a cut between words.
    if room and len(before) == room:
        before = "…" + before.partition(" ")[2]
    if room and len(after) == room:
        after = after.rpartition(" ")[0] + "…"
    return shorten(f"{before}{text[start:end]}{after}", 2 * limit)


def shorten(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, cut between words (or in a single one), then with an ellipsis."""
    line = show_line(text)
    if len(line) <= limit:
        return line
    kept = line[: limit - 1]
    space = kept.rfind(" ") if line[limit - 1] != " " else -1
    return (kept[:space] if space > 0 else kept).rstrip(" ,;:") + "…"
