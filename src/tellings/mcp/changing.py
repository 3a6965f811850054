"""The tools that change the library; they are there only where who started the server allowed it."""

from tellings.daily import desk
from tellings.errors import UsageError
from tellings.mcp import asks, replies
from tellings.mcp.citing import short
from tellings.mcp.looking import Served
from tellings.mcp.words import neutral_line

FIRST_LEFT_OUT = 10


def add(served: Served, asked: asks.AskAdd) -> replies.AddedReply:
    """What came of adding the addresses: of the web alone, files of this machine are not a model's to read.

    Raises:
        UsageError: when one is no address of the web.
    """
    for address in asked.addresses:
        if not address.lower().startswith(("https://", "http://")):
            raise UsageError(f"{address[:80]!r} is no address of the web. Give https://... ; files are added by hand.")
    added = desk.add(asked.addresses, served.make_desk())
    return replies.AddedReply(
        reports=added.reports,
        known=added.known,
        followed=tuple(map(short, added.followed)),
        stories_begun=added.stories_begun,
        stories_changed=added.stories_changed,
        left_out=tuple(
            neutral_line(f"{item.location[:200]}: {item.reason[:200]}") for item in added.skipped[:FIRST_LEFT_OUT]
        ),
    )


def mark_seen(served: Served, asked: asks.AskSeen) -> replies.DoneReply:
    """Remembers that the reader was shown the story as it stands: new_since then tells what comes after."""
    story = desk.find_story(served.store, asked.story)
    (found,) = served.store.load_stories([story])
    served.store.mark_seen(served.reader, found.documents, now=served.clock())
    return replies.DoneReply(done=f"{len(found.documents)} reports of story {story} count as seen by {served.reader}.")
