"""What a client may read besides the tools: a brief as Markdown, and the text of a report."""

import re

from tellings import app
from tellings.daily.last_brief import find_last_brief
from tellings.errors import UsageError
from tellings.mcp.citing import HERE, short
from tellings.mcp.looking import Served
from tellings.mcp.words import mark, neutral
from tellings.model.brief import Briefing, Generator
from tellings.version import VERSION

LISTED = 50
"""Stories that are listed as resources, the newest first; any other is read by its id."""

LONGEST_TEXT = 200_000
"""Characters of one resource, some 50,000 tokens; the end of a longer one is left out, and it says so."""

_STORY = re.compile(rf"{HERE}stories/([0-9a-z]{{3,64}})")
_REPORT = re.compile(rf"{HERE}reports/([0-9a-z]{{3,64}})(?:#.*)?")


def list_resources(served: Served) -> list[tuple[str, str]]:
    """Address and title of the briefs of the newest stories."""
    return [(f"{HERE}stories/{line.id}", short(line.title)) for line in served.store.list_stories(limit=LISTED)]


def read_resource(served: Served, address: str) -> tuple[str, str]:
    """The kind ("text/markdown", "text/plain") and the text of what stands at the address, marked as data.

    Raises:
        UsageError: when there is nothing.
    """
    story, report = _STORY.fullmatch(address), _REPORT.fullmatch(address)
    if story:
        found = find_last_brief(served.store, story[1]).brief
        briefed = app.Briefed(Briefing(Generator(VERSION, ()), (found,), ()), ())
        return "text/markdown", _cut(app.render(briefed, "md"))
    if report:
        for doc in served.store.load_documents([report[1]]):
            return "text/plain", _cut(doc.text)
        raise UsageError(f"There is no report {report[1]!r} in the library.")
    raise UsageError(f"Nothing stands at {address[:100]!r}. Give {HERE}stories/ID or {HERE}reports/ID.")


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return mark(neutral(text))
    return mark(neutral(text[:LONGEST_TEXT]) + f"\n[{len(text) - LONGEST_TEXT:,} more characters are left out]")
