"""The brief of a story as it was made last: what is shown at once, while a newer one may be on its way."""

from dataclasses import dataclass

from tellings.daily.judgements import apply_reviews, load_kept
from tellings.daily.stories import find_story, show_story
from tellings.model.brief import Brief
from tellings.ports import Store


@dataclass(frozen=True, slots=True)
class LastBrief:
    """The brief made last, with what people decided on it; ``behind`` counts reports of the story it does not know."""

    brief: Brief
    behind: int


def find_last_brief(store: Store, given: str) -> LastBrief:
    """The last brief of the story that ``given`` means (see ``find_story``); one is made only where there is none.

    Raises:
        UsageError: when there is no such story.
    """
    story_id = find_story(store, given)
    (story,) = store.load_stories([story_id])
    kept = load_kept(store, story_id)
    if kept is None:
        return LastBrief(show_story(store, story_id).briefing.stories[0], 0)
    return LastBrief(apply_reviews(store, kept), len(set(story.documents) - {doc.id for doc in kept.documents}))
