"""What was near something that went into something larger is looked at again.

It is no certainty: of eight draws two end with something near left over (three clusters; without it 18 in six draws).
"""

import random

from tellings.model.story import Fingerprint
from tellings.story.gathering import CANDIDATES, JOIN, Gathering
from tellings.story.kept import keep
from tellings.story.nearness import Frequencies, weigh


def make_print(number: int, drawn: random.Random) -> Fingerprint:
    """A report of 14 of 60 terms, equally rare: each tells part of one long affair."""
    terms = sorted(drawn.sample(range(1000, 1060), 14))
    packed = b"".join(term.to_bytes(4, "little") for term in terms)
    return Fingerprint(f"d{number:03}", "", None, None, packed, bytes([180] * 14), bytes([16] * 7 + [0] * 7))


def test_what_is_left_is_near_nothing_that_is_left() -> None:
    drawn = random.Random(7)
    gathering = Gathering(Frequencies())
    numbers = [gathering.put(gathering.make([keep(make_print(n, drawn))])) for n in range(8 * CANDIDATES)]
    left = gathering.gather(numbers)

    assert len(left) < len(numbers)
    for number in left:
        _, features = gathering.measure(number, gathering.clusters[number])
        assert not (weigh(features) >= JOIN).any()
