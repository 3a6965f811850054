"""Asking for stories, their briefs, and what is new for a reader."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tellings.daily.add import Desk, add
from tellings.daily.stories import check_draft, find_news, find_story, list_stories, mark_seen, show_story
from tellings.errors import InputError, UsageError
from tellings.model.changes import Changes
from tellings.model.story import Move
from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, Clock, write_lines


def _add(desk: Desk, tmp_path: Path, name: str, *texts: str, day: str = "2031-05-05") -> None:
    add([str(write_lines(tmp_path / f"{name}.jsonl", *texts, day=day, outlet=f"{name}.example"))], desk)


def _ask(desk: Desk, story: str, reader: str = "me", **given: date) -> Changes:
    news = find_news(desk.store, story, reader=reader, **given)
    changes = news.briefed.briefing.stories[0].changes
    assert changes is not None
    if not given:
        mark_seen(desk.store, news, reader=reader, now=desk.clock())
    return changes


def _only_story(desk: Desk) -> str:
    """All reports in one story, however they were grouped."""
    first, *others = sorted(desk.store.load_stories(), key=lambda story: story.id)
    moves = [Move("merge", first.id, other.documents, "the same ferry", other.id) for other in others]
    desk.store.apply_moves(moves, now=desk.clock())
    return first.id


def test_a_story_is_found_by_its_id_and_by_how_it_begins(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    (story,) = desk.store.load_stories()

    assert find_story(desk.store, story.id) == find_story(desk.store, story.id[:4]) == story.id


def test_the_id_of_a_story_that_was_merged_leads_to_the_other_for_ever(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY, BARLEY)
    ids = sorted(story.id for story in desk.store.load_stories())
    story = _only_story(desk)

    assert {find_story(desk.store, one) for one in ids} == {find_story(desk.store, one[:6]) for one in ids} == {story}


@pytest.mark.parametrize("given", ["s0", "snone", "", "%", "s%", "s_________"])
def test_a_story_that_is_not_there_is_an_error(desk: Desk, tmp_path: Path, given: str) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    with pytest.raises(UsageError, match="tellings stories"):
        find_story(desk.store, given)


def test_a_beginning_of_several_ids_is_an_error_that_names_them(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY, BARLEY, TOW)
    story = _only_story(desk)
    one, two, _ = desk.store.load_stories([story])[0].documents
    moves = [Move("split", story, (doc,), "another matter", name) for doc, name in ((one, "sabc01"), (two, "sabc02"))]
    desk.store.apply_moves(moves, now=desk.clock())

    with pytest.raises(UsageError, match="sabc01, sabc02"):
        find_story(desk.store, "sabc")


def test_each_reader_is_told_what_is_new_once(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    story = _only_story(desk)
    first, again, other = _ask(desk, story), _ask(desk, story), _ask(desk, story, "other")

    assert [news.text for news in first.new] == [news.text for news in other.new] != []
    assert (again.new, again.unseen) == ((), ())


def test_only_reports_that_came_in_since_make_news(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    _ask(desk, _only_story(desk))
    _add(
        desk, tmp_path, "b", MONDAY + " The captain was questioned twice in Velmark about the lights.", day="2031-05-07"
    )
    told = _ask(desk, _only_story(desk))

    assert ["questioned twice" in news.text for news in told.new] == [True]
    assert {e.doc for news in told.new for e in news.evidence} == set(told.unseen)


def test_a_sentence_that_was_told_in_another_story_is_not_told_again(desk: Desk, tmp_path: Path) -> None:
    shared = "A survey of the ministry in Velmark found that eleven harbours of the coast lack a second tug."
    _add(desk, tmp_path, "a", f"{MONDAY} {shared}")
    one = _only_story(desk)
    _ask(desk, one)
    _add(desk, tmp_path, "b", f"{BARLEY} {shared}", day="2031-05-06")
    two = next(r.id for r in desk.store.list_reports() if r.outlet == "b.example")
    if len(desk.store.load_stories()) == 1:
        desk.store.apply_moves([Move("split", one, (two,), "another matter", "sabc")], now=desk.clock())
    story = desk.store.find_stories([two])[two]
    told, other = _ask(desk, story), _ask(desk, story, "other")

    assert [news for news in told.new if "second tug" in news.text] == []
    assert any("barley" in news.text for news in told.new)
    assert any("second tug" in news.text for news in other.new)


def test_what_was_seen_follows_reports_through_a_merge(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY, BARLEY)
    for story in desk.store.load_stories():
        _ask(desk, story.id)
    merged = _ask(desk, _only_story(desk))

    assert (merged.new, merged.unseen) == ((), ())


def test_a_better_reading_of_seen_reports_makes_no_news(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", TOW)
    story = _only_story(desk)
    readings = desk.store.load_readings(r.id for r in desk.store.list_reports())
    worse = [replace(r, made_by="tellings 0, rules 0, rules", quotations=(), claims=(), events=()) for r in readings]
    poor = replace(desk.store.load_brief(story), quotations=(), findings=(), timeline=())  # type: ignore[type-var]
    desk.store.keep_readings(worse, now=desk.clock())
    desk.store.keep_brief(poor, made_by="tellings 0, rules 0, rules", now=desk.clock())  # type: ignore[arg-type]
    _ask(desk, story)
    desk.store.keep_readings(readings, now=desk.clock())
    told = _ask(desk, story)

    assert (told.new, told.changed, told.status) == ((), (), ())


def test_since_a_day_counts_by_publication_and_by_arrival_where_there_is_no_date(
    desk: Desk, tmp_path: Path, clock: Clock
) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    clock.now += timedelta(days=3)
    (tmp_path / "late.txt").write_text(SLOW, encoding="utf-8")
    add([str(tmp_path / "late.txt")], desk)
    story = _only_story(desk)
    late = next(r.id for r in desk.store.list_reports() if r.latest is None)

    assert _ask(desk, story, since=date(2031, 5, 10)).unseen == (late,)
    assert _ask(desk, story, since=date(2031, 5, 13)).unseen == ()
    assert len(_ask(desk, story, since=date(2031, 5, 1)).unseen) == 2


def test_the_brief_is_of_the_reports_the_story_has_now(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY, BARLEY)
    story = _only_story(desk)
    merged = show_story(desk.store, story).briefing.stories[0]
    moved = desk.store.load_stories([story])[0].documents[0]
    desk.store.apply_moves([Move("split", story, (moved,), "another matter", "sffffffffffff")], now=desk.clock())
    left = show_story(desk.store, story).briefing.stories[0]

    assert {doc.id for doc in merged.documents} == {r.id for r in desk.store.list_reports()}
    assert {doc.id for doc in left.documents} == {doc.id for doc in merged.documents} - {moved}
    assert {doc.id for doc in show_story(desk.store, "sffff").briefing.stories[0].documents} == {moved}


def test_the_state_of_a_day_holds_what_was_out_by_then(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    _add(desk, tmp_path, "b", SLOW, day="2031-05-08")
    story = _only_story(desk)
    early = show_story(desk.store, story, as_of=date(2031, 5, 6)).briefing

    assert [doc.location for doc in early.stories[0].documents] == ["https://a.example/0"]
    assert [item.location for item in early.skipped] == ["https://b.example/0"]
    with pytest.raises(InputError, match="2031-05-01"):
        show_story(desk.store, story, as_of=date(2031, 5, 1))


def test_stories_are_listed_with_their_reports(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY, BARLEY)
    record, lines = list_stories(desk.store, order="largest")

    assert [story.id for story in record.stories] == [line.id for line in lines]
    assert {doc.location for story in record.stories for doc in story.documents} == {
        "https://a.example/0",
        "https://a.example/1",
    }


def test_a_draft_is_checked_against_a_story(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    draft = tmp_path / "draft.txt"
    draft.write_text("The ferry Aldis ran aground off Orlan with 512 people aboard.", encoding="utf-8")
    checked = check_draft(desk.store, draft, _only_story(desk), model=False)

    assert checked.contradicted == 1
    assert [doc.location for doc in checked.documents] == ["https://a.example/0"]


def test_what_a_person_took_apart_is_not_put_together_again(desk: Desk, tmp_path: Path) -> None:
    _add(desk, tmp_path, "a", MONDAY)
    (story,) = desk.store.load_stories()
    _add(desk, tmp_path, "b", f"{MONDAY} The harbour master of Harsk said so on the quay.")
    undone = desk.store.undo_move(now=desk.clock())
    while undone is not None and undone.move.kind != "join":
        undone = desk.store.undo_move(now=desk.clock())
    assert undone is not None
    assert undone.move.story == story.id

    _add(desk, tmp_path, "c", BARLEY)

    homes = desk.store.find_stories([*story.documents, *undone.move.documents])
    assert len(homes) == 2
    assert len(set(homes.values())) == 2
