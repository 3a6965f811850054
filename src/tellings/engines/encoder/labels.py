"""What the heads of the encoder say, in the order of their columns: shared by training and reading."""

KINDS = (
    "person",
    "organisation",
    "place",
    "facility",
    "group",
    "event",
    "work",
    "product",
    "other",
    "date",
    "money",
)
"""Kinds of names and of calendar dates and sums."""

PARTS = ("source", "cue", "content", "inner")
"""Parts of an attribution, each with a layer of its own, since they may nest; ``inner`` is a content in a content."""

STATUSES = ("happened", "under_way", "expected", "possible", "denied", "cancelled")
DIRECTIONS = ("past", "present", "future")

NAME_TAGS = ("O", *(f"{edge}-{kind}" for kind in KINDS for edge in "BI"))
PART_TAGS = ("O", "B", "I")

LINK_WIDTH = 48
"""Width of the vectors that tie a content to its cue and its source."""

HEADS: tuple[tuple[str, int], ...] = (
    ("names", len(NAME_TAGS)),
    *((part, len(PART_TAGS)) for part in PARTS),
    ("speech", 2),
    ("trigger", 2),
    ("status", len(STATUSES)),
    ("direction", len(DIRECTIONS)),
    ("cue_query", LINK_WIDTH),
    ("cue_key", LINK_WIDTH),
    ("source_query", LINK_WIDTH),
    ("source_key", LINK_WIDTH),
)
"""Every head with its width; the encoder's one label output holds them side by side."""


def columns() -> dict[str, slice]:
    """Where each head stands in the label output."""
    found, at = {}, 0
    for name, width in HEADS:
        found[name] = slice(at, at + width)
        at += width
    return found


WIDTH = sum(width for _, width in HEADS)

SHAPES = ("other", "lower", "title", "upper", "mixed", "digit")
"""How the word that holds a piece is written; the vocabulary itself knows no capitals."""
