"""What is new, and what never is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.flow import brief_story, compare_briefs, read_documents
from tellings.model.brief import Brief
from tellings.model.changes import Changes
from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.ports import RulesOnly
from tellings.story.compare import compare

Read = Callable[..., tuple[Reading, ...]]

FIRST = (
    "2031-03-04",
    "The old dam above Harsk failed on Tuesday and flooded the lower town with water from the lake. The death toll in"
    " Harsk is 9: 9 people were killed, the rescue service of Harsk said. President Tovan Brul will meet Ilse Marek in"
    " Orlan on March 18.",
)
SECOND = (
    "2031-03-06",
    "The death toll in Harsk rose: 17 people were killed, the rescue service of Harsk said on Thursday. Engineers had"
    " warned the council of cracks in the spillway in January. President Tovan Brul cancelled his meeting with Ilse"
    " Marek in Orlan on March 18.",
)
NOTICE = (
    "2031-03-07",
    "The grain market of Harsk opened again on Friday after three days of pumping by the army. Correction: An earlier"
    " version of this report said that 9 people were killed, the rescue service of Harsk said.",
)


def _story(readings: tuple[Reading, ...]) -> Story:
    return Story("s0", "A story", tuple(sorted(r.document.id for r in readings)))


def _changes(readings: tuple[Reading, ...], seen: int) -> Changes:
    """What the readings after the first ``seen`` ones change."""
    previous = brief_story(_story(readings[:seen]), readings) if seen else None
    return compare(previous, brief_story(_story(readings), readings), readings)


def _report(number: int, text: str, day: str = "2031-03-09") -> Document:
    out = date.fromisoformat(day)
    return Document(f"d{number}", f"{number}.txt", text, published=Published(out, out, "metadata", why="test"))


def test_what_only_the_new_report_says_is_new(read: Read) -> None:
    new = _changes(read(FIRST, SECOND), 1).new
    assert any("spillway" in news.text for news in new)
    assert {e.doc for news in new for e in news.evidence} == {"d1"}


def test_a_count_that_moved_is_changed(read: Read) -> None:
    (change,) = (c for c in _changes(read(FIRST, SECOND), 1).changed if c.verdict == "updated" and "9" in c.was)
    assert "17" in change.now
    assert ({e.doc for e in change.was_evidence}, {e.doc for e in change.evidence}) == ({"d0"}, {"d1"})


def test_the_same_count_in_other_words_is_no_change(read: Read) -> None:
    rose = ("2031-03-07", "The death toll in Harsk stood at 17 on Friday, the rescue service of Harsk said.")
    readings = read(FIRST, SECOND, rose)
    (finding,) = (
        f for f in brief_story(_story(readings), readings).findings if f.verdict == "updated" and f.kind == "number"
    )

    assert "d2" in {e.doc for telling in finding.tellings for e in telling.evidence}, "it is not set beside the others"
    assert not _changes(readings, 2).changed


def test_an_event_that_is_called_off_moves_in_status(read: Read) -> None:
    (move,) = _changes(read(FIRST, SECOND), 1).status
    assert (move.was, move.now) == ("expected", "cancelled")
    assert {e.doc for e in move.evidence} == {"d1"}


def test_a_correction_is_withdrawn_with_what_it_corrects(read: Read) -> None:
    (taken,) = _changes(read(FIRST, NOTICE), 1).withdrawn
    assert taken.text.startswith("Correction: An earlier version")
    assert taken.was is not None
    assert "9 people" in taken.was


def test_a_story_never_seen_is_all_new(read: Read) -> None:
    changes = _changes(read(FIRST), 0)
    assert changes.unseen == ("d0",)
    assert changes.new
    assert not changes.changed


@pytest.mark.parametrize("seen", [1, 2])
def test_nothing_new_rests_on_words_of_a_seen_report(read: Read, seen: int) -> None:
    readings = read(FIRST, SECOND, NOTICE)
    changes = _changes(readings, seen)
    old = {f"d{i}" for i in range(seen)}
    sections = (changes.new, changes.changed, changes.withdrawn, changes.status)
    evidence = [e for section in sections for one in section for e in one.evidence]
    assert evidence
    assert not old & {e.doc for e in evidence}


def test_a_brief_beside_itself_changes_nothing(read: Read) -> None:
    readings = read(FIRST, SECOND, NOTICE)
    assert _changes(readings, 3) == Changes(None)


def test_the_order_of_the_reports_does_not_matter(read: Read) -> None:
    readings = read(FIRST, SECOND, NOTICE)
    brief = brief_story(_story(readings), readings)
    previous = brief_story(_story(readings[:1]), readings)
    assert len({compare(previous, brief, order) for order in permutations(readings)}) == 1


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_copy_brings_nothing_new(read: Read, at: int) -> None:
    readings = read(FIRST, SECOND, NOTICE)
    copy = read_documents([_report(9, readings[at].document.text)], RulesOnly())
    changes = _changes((*readings, *copy), 3)
    assert changes.unseen == ("d9",)
    assert (changes.new, changes.changed, changes.withdrawn, changes.status) == ((), (), (), ())


@settings(max_examples=25, deadline=None)
@given(picked=st.lists(st.sampled_from([FIRST, SECOND, NOTICE]), min_size=1, max_size=3), data=st.data())
def test_known_sentences_in_any_order_bring_nothing_new(picked: list[tuple[str, str]], data: st.DataObject) -> None:
    seen = read_documents([_report(i, text, day) for i, (day, text) in enumerate(picked)], RulesOnly())
    sentences = [r.document.text[s.span.start : s.span.end] for r in seen for s in r.sentences]
    told = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=6, unique=True))
    again = read_documents([_report(9, " ".join(told))], RulesOnly())
    changes = _changes((*seen, *again), len(seen))
    assert (changes.new, changes.changed, changes.withdrawn, changes.status) == ((), (), (), ())


def test_what_a_better_reading_finds_is_reread_and_no_news(read: Read) -> None:
    readings = read(FIRST, SECOND)
    brief = brief_story(_story(readings), readings)
    poorer: Brief = replace(brief, timeline=(), quotations=())
    changes = compare_briefs(poorer, brief, readings).changes
    assert changes is not None
    assert {r.section for r in changes.reread} >= {"timeline"}
    assert replace(changes, reread=()) == Changes(None)
