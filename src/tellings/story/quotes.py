"""The same utterance in several reports, told once."""

from tellings.model.brief import Utterance
from tellings.model.story import Told


def merge_quotations(told: Told) -> tuple[Utterance, ...]:
    return ()
