"""Reports grouped into stories: average linkage over weighted words, near in time."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.story.linkage import link_average
from tellings.text.words import content_stems, rarity

# Measured on 1,114 reports of 305 stories (bench/grouping.py): BCubed F1 .871 at .15, .879 at .17, .879 at .20; at .15
# twelve of thirteen hand-read stories hold together, at .17 six, at .20 five, and a split story hides a difference.
JOIN = 0.15
# Days over which likeness fades by 1/e between dated reports: F1 .847 without, .879 at 60, .878 at 20.
FADE = 60.0
# Stems in more than three of ten background documents say nothing of a story.
RARE_ENOUGH = 1.2
# The head of a report tells its story; longer texts wander.
HEAD = 6000
TITLE_WEIGHT = 3
# Pairs less alike than this are left out of the matrix: they could not lift an average over JOIN.
FAINT = 0.03

Vector = dict[str, float]


def group_readings(readings: Sequence[Reading]) -> tuple[Story, ...]:
    """The stories told by ``readings``, largest first; every reading is in exactly one.

    The result does not depend on the order of the readings. Method: tf-idf vectors against background
    frequencies, cosine, average-linkage agglomeration cut at ``JOIN``.
    """
    ordered = sorted(readings, key=lambda r: r.document.id)
    vectors = [_weigh(reading) for reading in ordered]
    clusters = link_average(_liken(vectors, ordered), JOIN)
    stories = [_tell([ordered[i] for i in members], [vectors[i] for i in members]) for members in clusters]
    return tuple(sorted(stories, key=lambda s: (-len(s.documents), s.first is None, s.first, s.id)))


def _weigh(reading: Reading) -> Vector:
    doc = reading.document
    parts, length = [], 0
    for sentence in reading.sentences:
        if length > HEAD:
            break
        parts.append(doc.text[sentence.span.start : min(sentence.span.end, sentence.span.start + HEAD)])
        length += len(parts[-1])
    counts = Counter(content_stems(" ".join(parts) or doc.text[:HEAD]))
    for stem in content_stems(title_of(reading) or ""):
        counts[stem] += TITLE_WEIGHT
    vector = {s: (1 + math.log(n)) * rarity(s) for s, n in counts.items() if rarity(s) > RARE_ENOUGH}
    norm = math.sqrt(math.fsum(x * x for x in vector.values())) or 1.0
    return {s: x / norm for s, x in sorted(vector.items())}


def title_of(reading: Reading) -> str | None:
    """The report's title: the one given beside its text, else its title block, else ``None``."""
    doc = reading.document
    if doc.title:
        return doc.title
    return next((doc.text[b.span.start : b.span.end] for b in reading.blocks if b.kind == "title"), None)


def _liken(vectors: Sequence[Vector], readings: Sequence[Reading]) -> list[dict[int, float]]:
    """For each reading, how alike it is to each other one that shares words with it (0 to 1)."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    likeness: list[dict[int, float]] = [{} for _ in vectors]
    for i, vector in enumerate(vectors):
        dots: dict[int, float] = defaultdict(float)
        for stem, x in vector.items():
            for j, y in holders[stem]:
                dots[j] += x * y
            holders[stem].append((i, x))
        for j, dot in dots.items():
            alike = dot * _nearness(readings[i], readings[j])
            if alike > FAINT:
                likeness[i][j] = likeness[j][i] = alike
    return likeness


def _nearness(a: Reading, b: Reading) -> float:
    one, two = a.document.published.latest, b.document.published.latest
    return math.exp(-abs((one - two).days) / FADE) if one and two else 1.0


def _tell(readings: Sequence[Reading], vectors: Sequence[Vector]) -> Story:
    """The story of a cluster: named after its earliest report, titled by the report most like the others."""
    days = [r.document.published.latest for r in readings if r.document.published.latest]
    centre: Counter[str] = Counter()
    for vector in vectors:
        centre.update(vector)
    titled = [(i, title_of(r)) for i, r in enumerate(readings)]
    scored = [(sum(centre[s] * x for s, x in vectors[i].items()), -i, title) for i, title in titled if title]
    ids = tuple(r.document.id for r in readings)
    return Story(
        id="s" + min(ids)[1:],
        title=max(scored)[2] if scored else "Untitled story",
        documents=ids,
        first=min(days, default=None),
        last=max(days, default=None),
    )
