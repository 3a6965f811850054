"""The tools that change the library; they are there only where who started the server allowed it."""

from tellings.daily import desk, reviews
from tellings.errors import UsageError
from tellings.mcp import asks, replies
from tellings.mcp.citing import short
from tellings.mcp.looking import Served
from tellings.mcp.words import neutral_line
from tellings.model.review import Judgement

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


def review(served: Served, asked: asks.AskReview) -> replies.ReviewReply:
    """What was decided on a line, kept under the reader's name and that of the means; it can be undone."""
    made = reviews.review_line(
        served.store,
        asked.story,
        "",
        asked.line,
        asked.decision,
        by=_say_who(served),
        now=served.clock(),
        field=asked.field,
        value=asked.value,
        note=asked.note,
    )
    return _reply(made)


def undo_review(served: Served, asked: asks.AskUndo) -> replies.ReviewReply:
    """A review taken back, if a model made it: what people decided is theirs.

    Raises:
        UsageError: when somebody else made it.
    """
    known = [told.judgement for told in reviews.list_judgements(served.store, by=_say_who(served))]
    if not any(one.id == asked.review for one in known):
        raise UsageError(
            f"{asked.review!r} is no review that was made with these tools: only those can be undone here."
        )
    return _reply(reviews.undo(served.store, asked.review, by=_say_who(served), now=served.clock()))


def _say_who(served: Served) -> str:
    """Nobody takes the word of a model for that of the person it works for."""
    return f"{served.reader} (language model)"


def _reply(made: Judgement) -> replies.ReviewReply:
    return replies.ReviewReply(
        review=made.id,
        decision=made.verb,
        line=made.item,
        text=neutral_line(made.text),
        was=short(made.was),
        now=short(made.now),
    )
