"""Why grouping made a move, in plain words: how sure it is, the words both titles know, the days between."""

import math
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from tellings.model.story import Copy, Story
from tellings.story.gathering import Cluster
from tellings.story.kept import Kept
from tellings.story.profile import RARITIES, TITLES
from tellings.text.words import content_stems, tokens

TOLD = 5
"""So many shared words are named at most."""


def new(cluster: Cluster, reports: int, days: int) -> str:
    """Why a story begins."""
    if reports == 1:
        return f"No story of the last {days} days is near it."
    surely = min((odds for odds, _ in cluster.came), default=0.0)
    return (
        f"{reports} reports that tell one thing ({_sure(surely)}), and no story of the last {days} days is near them."
    )


def join(odds: float, story: Story, came: Sequence[Kept], cluster: Cluster) -> str:
    """Why reports come to a story."""
    return f'{_sure(odds)} part of "{story.title}"{_both([p.title for p in came], cluster)}{_days(story, came)}.'


def merge(odds: float, story: Story, other: Story, cluster: Cluster) -> str:
    """Why two stories become one."""
    return f'{_sure(odds)} one story: "{story.title}" and "{other.title}"{_both([other.title], cluster)}.'


def split(part: Cluster, rest: Cluster) -> str:
    """Why a story comes apart."""
    title = next((p.title for p in rest.prints if p.title), "the others")
    return f'{len(part.prints)} of its reports are nearer each other than they are to "{title}".'


def fold(copy: Copy) -> str:
    """Why a report is folded into another."""
    return f"About {copy.share:.0%} of the shorter text stands word for word in the other."


def reopen(story: Story, cluster: Cluster, days: int) -> str:
    """Why a closed story is opened again."""
    titles = [p.title for p in cluster.prints if p.doc not in story.documents]
    last = f", silent since {story.last.isoformat()}," if story.last else ""
    return f'"{story.title}"{last} is named again{_both(titles, cluster)}.'


def _sure(odds: float) -> str:
    return f"{1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))):.0%} likely"


def _both(titles: Sequence[str], cluster: Cluster) -> str:
    """The words of the titles that most reports of the story know."""
    profile = cluster.profile
    terms, table = profile.terms, profile.table
    wanted = max(0.2, 1.01 / profile.size)
    words: dict[str, float] = {}
    for title in titles[:3]:
        for token in tokens(title):
            for stem in content_stems(token):
                hashed = crc32(stem.encode())
                at = int(np.searchsorted(terms, hashed))
                if at < len(terms) and terms[at] == hashed:
                    share = int(table["place"][at] & TITLES) / profile.heard
                    if share >= wanted:
                        words.setdefault(token, -float(RARITIES[table["rarity"][at]]) * share)
    best = sorted(words, key=lambda word: (words[word], word))[:TOLD]
    return f": both name {', '.join(best)}" if best else ""


def _days(story: Story, came: Sequence[Kept]) -> str:
    days = [p.latest for p in came if p.latest]
    if not days or not story.last or not story.first:
        return ""
    gap = max((min(days) - story.last).days, (story.first - max(days)).days, 0)
    return "; the same days" if gap == 0 else f"; {gap} day{'s' if gap > 1 else ''} apart"
