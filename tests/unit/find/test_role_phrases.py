"""Roles beside a name: what is one, and what only looks like one."""

import pytest

from tellings.find.role_phrases import find_roles
from tellings.find.speaker_roles import printed_role
from tellings.model.reading import Mention
from tellings.model.span import Span


def roles(text: str, name: str) -> list[str]:
    mention = Mention(Span(text.index(name), text.index(name) + len(name)), "person")
    return [r.text for r in find_roles(text, Span(0, len(text)), mention, [mention.span.start])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ana Bel, a Swiss, described the noise.", ["a Swiss"]),
        ("Ana Bel, the Harbour Department under secretary, left.", ["the Harbour Department under secretary"]),
        ("Ana Bel of the Orlan Institute left.", ["of the Orlan Institute"]),
        ("They saw France's Ana Bel there.", []),
        ("They hoped to target Mr. Ana Bel there.", []),
        ("They met Ana Bel at the OCO in May.", []),
    ],
)
def test_roles(text: str, wanted: list[str]) -> None:
    assert roles(text, "Ana Bel") == wanted


@pytest.mark.parametrize("source", ["and then later Major Maas and Ana Bel", "As Ana Bel", "Both the port and Ana Bel"])
def test_words_that_join_are_no_role(source: str) -> None:
    at = source.index("Ana Bel")
    assert printed_role(source, Span(0, len(source)), Span(at, len(source))) is None
    source = "Ana Bel, and then later Major Maas"
    role = printed_role(source, Span(0, len(source)), Span(0, 7))
    assert role is None
