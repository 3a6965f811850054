import pytest

from tellings.text.months import is_month
from tellings.text.verbs import find_verb_groups


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("A storm on 8 May killed 17 in Harsk", True),
        ("May 8 was calm", True),
        ("The council in May said so", True),
        ("The May vote was close", True),
        ("In May Marek put the case", True),
        ("May we begin", False),
        ("About 20 may be trapped", False),
        ("20 May Be Trapped in Harsk", False),
        ("Harsk May Close Bridge", False),
        ("The mayor may resign", False),
    ],
)
def test_may_is_a_month_or_a_verb(text: str, month: bool) -> None:
    words = [Word(word) for word in text.split()]
    at = next(n for n, word in enumerate(words) if word.low == "may")

    assert is_month(words, at) == month


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A storm on 8 May hit the coast of Harsk.", "happened"),
        ("The council in May put the dam up for sale.", "happened"),
        ("A storm may hit the coast of Harsk.", "possible"),
        ("Of the 30 sailors, 8 may lose their ships.", "possible"),
    ],
)
def test_a_month_does_not_make_a_deed_a_possibility(text: str, status: str) -> None:
    assert [group.status for group in find_verb_groups(text, 0, len(text))] == [status]


class Word:
    """A word as printed."""

    def __init__(self, text: str) -> None:
        self.text, self.low = text, text.lower()
