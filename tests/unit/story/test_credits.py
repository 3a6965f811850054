from collections.abc import Callable

import pytest

from tellings.model.reading import Reading
from tellings.story.credits import find_credit

BODY = "The old dam above Harsk failed on Tuesday, flooding the lower town. Crews searched the streets.\n\n"


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (BODY + "This article first appeared on the Pelorin Ledger, the first of its kind.", "Pelorin Ledger"),
        (BODY + "Transcript provided by Radio Velmark, Copyright Radio Velmark.", "Radio Velmark"),
        ("HARSK (Pelorin) — " + BODY, "Pelorin"),
        (BODY, None),
    ],
)
def test_the_outlet_a_page_credits(read: Callable[..., tuple[Reading, ...]], text: str, credit: str | None) -> None:
    assert find_credit(read(("", text))[0]) == credit
