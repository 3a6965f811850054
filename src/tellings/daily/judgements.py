"""What people decided, as the library keeps it: loaded for a story, carried into its brief, and held in grouping."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from tellings import flow
from tellings.errors import LibraryError, UsageError
from tellings.model.brief import Brief
from tellings.model.library import Review
from tellings.model.reading import Reading
from tellings.model.review import Judgement
from tellings.ports import Store
from tellings.text.names import hash_id

GROUPED = "stories"
"""Under this key stand all merges and splits of stories by people."""


def key_of(judgement: Judgement) -> str:
    """What the library finds a judgement under: the same for the same line, whatever its id; undoing keeps it."""
    if judgement.verb in ("merge", "split"):
        return GROUPED
    if judgement.verb == "rename":
        return f"title:{judgement.story}"
    if judgement.names:
        return hash_id("k", "entities", *sorted(judgement.names))
    places = [f"{a.doc} {a.start} {a.end}" for a in judgement.anchors] or [judgement.story, judgement.text]
    return hash_id("k", judgement.layer, *places)


def keep_judgements(store: Store, judgements: Iterable[tuple[Judgement, str]]) -> None:
    """Keeps judgements, each under its key."""
    store.keep_reviews(
        [
            Review(
                statement=key,
                story=one.story,
                by=one.by,
                verdict=one.verb,
                at=one.at,
                note=one.note,
                data=msgspec.json.encode(one).decode(),
            )
            for one, key in judgements
        ]
    )


def find_moment(store: Store, key: str, now: datetime) -> datetime:
    """``now``, or just after the last review under the key: clocks differ, and each decision follows the one before."""
    last = max((review.at for review in store.list_reviews(statement=key)), default=None)
    return now if last is None or last < now else last + timedelta(microseconds=1)


def find_free_moment(store: Store, key: str, by: str, at: datetime) -> datetime:
    """The time itself, or just after it where the same person decided something under the key then."""
    taken = {review.at for review in store.list_reviews(statement=key) if review.by == by}
    while at in taken:
        at += timedelta(microseconds=1)
    return at


def read_judgement(review: Review) -> Judgement:
    """The judgement that was kept; a review of another shape is read as a note, so that nothing is lost."""
    try:
        return replace(msgspec.json.decode(review.data, type=Judgement), story=review.story)
    except (msgspec.MsgspecError, ValueError):
        at = review.at.astimezone(UTC)
        note = ": ".join(part for part in (review.verdict, review.note) if part)
        made = hash_id("r", review.statement, review.by, at.isoformat())
        return Judgement(made, review.story, "story", "note", review.by or "unknown", at, note=note)


def find_kept_review(store: Store, given: str, shortest: int) -> tuple[Review, tuple[Judgement, ...]]:
    """The review of this id, or whose id begins so with at least ``shortest`` letters, and all judgements there are.

    Raises:
        UsageError: when there is none, or more than one.
    """
    reviews = store.list_reviews()
    judgements = tuple(map(read_judgement, reviews))
    ids = [one.id for one in judgements]
    found = [at for at, id_ in enumerate(ids) if id_ == given]
    if not found and len(given) >= shortest:
        found = [at for at, id_ in enumerate(ids) if id_.startswith(given)]
    if len(found) == 1:
        return reviews[found[0]], judgements
    if found:
        raise UsageError(f"{given!r} is the beginning of several reviews: {', '.join(ids[at] for at in found[:8])}.")
    raise UsageError(f"There is no review {given[:60]!r}.\n`tellings review list` lists them.")


def count_reviews(store: Store, story: str) -> str:
    """What changes whenever a review that may concern the story comes in: a key for what was made of its brief."""
    reviews = (*store.list_reviews(story=story), *store.list_reviews(statement=GROUPED))
    last = max((each.at for each in reviews), default=None)
    return f"{len(reviews)} {last.isoformat() if last else ''}"


def load_judgements(store: Store, story: str, documents: Iterable[str]) -> tuple[Judgement, ...]:
    """What concerns a brief of these reports: what was said of the story, and of its reports while elsewhere.

    What is of reports that are in another story now stands there alone.
    """
    docs = set(documents)
    home = store.resolve_story(story) or story
    found = [read_judgement(review) for review in store.list_reviews(story=home)]
    seen = {one.id for one in found}
    for other in _find_relatives(store, home):
        kept = [read_judgement(review) for review in store.list_reviews(story=other)]
        found += [one for one in kept if one.id not in seen and (one.verb == "undo" or docs & _reports_of(one))]
        seen |= {one.id for one in kept}
    elsewhere = _find_elsewhere(store, found, docs)
    here = [one for one in found if not _is_of(one, elsewhere, docs) and (one.verb != "rename" or one.story == home)]
    wanted = {one.id for one in here}
    return tuple(one for one in here if one.verb != "undo" or one.undoes in wanted)


def _reports_of(one: Judgement) -> set[str]:
    if one.layer == "story":
        return set()
    return {anchor.doc for anchor in one.anchors} or set(one.documents)


def _find_elsewhere(store: Store, found: Sequence[Judgement], docs: set[str]) -> set[str]:
    """Reports that judgements are of and that are in a story, only not in this brief."""
    missing = {doc for one in found for doc in _reports_of(one)} - docs
    return set(store.find_stories(sorted(missing))) if missing else set()


def _is_of(one: Judgement, elsewhere: set[str], docs: set[str]) -> bool:
    reports = _reports_of(one)
    return bool(reports & elsewhere) and not reports & docs


def _find_relatives(store: Store, story: str) -> tuple[str, ...]:
    """The stories that reports came from or went to by a split or a merge that was taken back."""
    named = set()
    for kinds_undone in (False, True):
        for logged in store.list_moves(story=story, undone=kinds_undone):
            if logged.move.kind in ("split", "merge") and logged.move.other:
                named |= {logged.move.story, logged.move.other}
    return tuple(sorted({store.resolve_story(each) or each for each in named} - {story}))


def apply_reviews(store: Store, brief: Brief) -> Brief:
    """The brief with what people decided on it (see ``story.overlay``); the same one where nobody did.

    It is shown so and exported so; what is kept in the library stays as it was made.
    """
    docs = [doc.id for doc in brief.documents]
    judgements = load_judgements(store, brief.id, docs)
    if not judgements:
        return brief
    gone = {anchor.doc for one in judgements for anchor in one.anchors} - set(docs)
    texts = {doc.id: doc.text for doc in store.load_documents(docs)} if gone else {}
    return flow.overlay(brief, judgements, texts=texts)


def index_reviews(store: Store, story: str) -> None:
    """Search finds the story as people left it; nothing is done where nobody ever decided anything on it."""
    home = store.resolve_story(story) or story
    kept = load_kept(store, home)
    if kept is None:
        return
    every = [read_judgement(review) for review in store.list_reviews(story=home)]
    shown = apply_reviews(store, kept)
    if every or shown.reviews:
        every += load_judgements(store, home, [doc.id for doc in kept.documents])
        store.index_shown(kept, shown, again=sorted({doc for one in every for doc in _reports_of(one)}))


def redate(store: Store, story: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings with the days that people gave their reports."""
    return flow.redate(readings, load_judgements(store, story, [reading.document.id for reading in readings]))


def resay(store: Store, story: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings with the speakers that people gave to quotations: what a draft is tested against."""
    kept = load_kept(store, story)
    shown = apply_reviews(store, kept) if kept else None
    return flow.resay(readings, kept, shown) if kept and shown and shown.reviews else tuple(readings)


def load_kept(store: Store, story: str, *, on: date | None = None) -> Brief | None:
    """The kept brief; ``None`` where another version made it in a shape of its own: it is made again then."""
    try:
        return store.load_brief(story, on=on)
    except LibraryError:
        return None


def find_ties(store: Store) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, ...], ...]]:
    """What people took apart, as pairs of ids of stories and reports, and what they put together, as reports."""
    standing = flow.leave_out_undone(map(read_judgement, store.list_reviews(statement=GROUPED)))
    merges: list[Judgement] = []
    splits: list[Judgement] = []
    for one in standing:
        if one.verb == "merge":
            splits = [each for each in splits if set(each.names[:2]) != set(one.names[:2])]
            merges.append(one)
        elif one.verb == "split":
            gone, left = set(one.documents), set(one.was.split())
            merges = [each for each in merges if not (gone & set(each.documents) and left & set(each.documents))]
            splits.append(one)
    apart: set[tuple[str, str]] = set()
    for one in splits:
        story, other, *_ = one.names
        apart.add((story, other))
        apart |= {(other, doc) for doc in one.was.split()} | {(story, doc) for doc in one.documents}
    return tuple(sorted(apart)), tuple(tuple(sorted(one.documents)) for one in merges)
