"""Whether reports agree, differ in precision, moved on or conflict."""

from collections.abc import Sequence

from tellings.model.brief import Finding
from tellings.model.story import Alignment, Told


def judge(told: Told, alignments: Sequence[Alignment]) -> tuple[Finding, ...]:
    return ()
