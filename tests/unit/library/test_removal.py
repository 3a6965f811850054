"""A report taken out for good: nothing of it is left, what rested on it is mended, and it does not come again."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from tellings.daily import upholding
from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.daily.regrouping import split_story
from tellings.daily.reviews import list_lines_of, review_line
from tellings.daily.stories import find_story, show_story
from tellings.errors import UsageError
from tellings.library import schema
from tellings.library.carry import back_up, take_in
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.library import LoggedFetch, Query
from tests.newsroom import BARLEY, MONDAY, TOW, Clock, Web, write_lines

RARE = "Quellbrant"
RUMOUR = f"The ferry Aldis ran aground off Orlan on Monday; {RARE} Osk steered it, the port authority of Orlan said."


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A library of a ferry and a harvest; one report of the ferry names somebody."""
    where = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    write_lines(tmp_path / "a.jsonl", MONDAY, TOW, BARLEY, outlet="a.example")
    write_lines(tmp_path / "b.jsonl", RUMOUR, outlet="b.example")
    write_lines(tmp_path / "c.jsonl", RUMOUR, outlet="c.example")
    clock = Clock()
    with open_library(where, now=clock()) as library:
        desk = Desk(library, Web(clock), clock, reader=Reader(model=False))
        add([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], desk)
        yield desk


def _store(desk: Desk) -> Library:
    assert isinstance(desk.store, Library)
    return desk.store


def _find(desk: Desk, location: str) -> str:
    return next(report.id for report in desk.store.list_reports() if report.location == location)


def _faults(desk: Desk) -> tuple[str, ...]:
    return upholding.check(desk.store, now=desk.clock()).faults


def _words_kept(library: Library) -> list[str]:
    """Tables in which the rare word still stands, packed or not."""
    found = []
    with library.reading() as connection:
        for table in schema.tables.sorted_tables:
            for row in connection.execute(sa.select(table)):
                for value in row:
                    data = value if isinstance(value, bytes) else str(value).encode()
                    with suppress(zlib.error):
                        data += zlib.decompress(data)
                    if RARE.lower().encode() in data.lower():
                        found.append(table.name)
    return found


def test_nothing_of_a_removed_report_is_left_and_the_rest_is_whole(desk: Desk) -> None:
    library, doc = _store(desk), _find(desk, "https://b.example/0")
    library.log_fetches([LoggedFetch("https://b.example/0", desk.clock(), "kept", documents=(doc,))])
    library.mark_seen("Tal", [doc], now=desk.clock())
    story = library.find_stories([doc])[doc]
    before = len(library.load_stories([story])[0].documents)
    assert library.search(Query(words=(RARE.lower(),)))
    assert _words_kept(library)

    gone = upholding.remove(library, [doc], now=desk.clock())

    assert (gone.reports, gone.readings, gone.fetches, gone.copies) == ((doc,), 1, 1, ())
    assert len(library.load_stories([*gone.stories])[0].documents) == before - 1
    assert doc not in {each.id for each in show_story(library, story).briefing.stories[0].documents}
    assert library.search(Query(words=(RARE.lower(),))) == ()
    assert _words_kept(library) == []
    assert _faults(desk) == ()
    assert library.find_stale() == ()
    if library.place.file is not None:
        for path in library.place.file.parent.glob("library.db*"):
            assert RARE.lower().encode() not in path.read_bytes().lower()


def test_it_does_not_come_again_and_copies_are_named(desk: Desk, tmp_path: Path) -> None:
    add([str(tmp_path / "c.jsonl")], desk)
    gone = upholding.remove(desk.store, ["https://b.example/0"], now=desk.clock())
    assert gone.copies == (_find(desk, "https://c.example/0"),)

    again = add([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], desk)

    assert again.reports == 0
    assert [(each.location, each.reason) for each in again.skipped] == [
        ("https://b.example/0", "was removed on 2031-05-09")
    ]
    upholding.remove(desk.store, gone.copies, now=desk.clock())
    assert _words_kept(_store(desk)) == []


def test_bytes_of_a_file_of_several_go_and_do_not_come_again(desk: Desk, tmp_path: Path) -> None:
    upholding.remove(desk.store, ["https://b.example/0"], now=desk.clock())
    write_lines(tmp_path / "d.jsonl", RUMOUR, f"{BARLEY} So it was.", outlet="b.example")
    assert add([str(tmp_path / "d.jsonl")], desk).reports == 1
    assert _words_kept(_store(desk)) == []

    gone = upholding.remove(desk.store, ["https://a.example/0"], now=desk.clock())
    assert gone.originals == 1
    assert desk.store.load_original(_find(desk, "https://a.example/1")) is None
    assert _faults(desk) == ()


def test_a_story_without_reports_ends(desk: Desk) -> None:
    doc = _find(desk, "https://a.example/2")
    story = desk.store.find_stories([doc])[doc]

    gone = upholding.remove(desk.store, [doc], now=desk.clock())

    assert (gone.stories, gone.ended) == ((), (story,))
    with pytest.raises(UsageError, match="holds no report any more"):
        find_story(desk.store, story)
    assert story not in {line.id for line in desk.store.list_stories()}
    assert _faults(desk) == ()


def test_decisions_on_its_lines_go_too_and_moves_can_still_be_taken_back(desk: Desk) -> None:
    library, doc = _store(desk), _find(desk, "https://b.example/0")
    story = library.find_stories([doc])[doc]
    line = next(each for each in list_lines_of(library, story) if any(e.doc == doc for e in each.evidence))
    review_line(library, story, line.layer, line.id, "confirm", by="Tal", now=desk.clock(), note=RARE)
    other = _find(desk, "https://a.example/1")
    if len(library.load_stories([story])[0].documents) > 2:
        split_story(library, story, [other], by="Tal", now=desk.clock(), title="The tow")

    gone = upholding.remove(library, [doc], now=desk.clock())

    assert gone.reviews == 1
    assert _words_kept(library) == []
    while library.undo_move(now=desk.clock()) is not None:
        assert _faults(desk) == ()


def test_what_is_not_there_removes_nothing_and_a_dry_run_changes_nothing(desk: Desk) -> None:
    library = _store(desk)
    with pytest.raises(UsageError, match="library export"):
        upholding.remove(library, ["https://b.example/0", "d000000000000"], now=desk.clock())
    tried = upholding.remove(library, ["https://b.example/0"], now=desk.clock(), try_only=True)
    assert len(tried.reports) == 1
    assert _find(desk, "https://b.example/0") == tried.reports[0]
    assert library.find_removed(None) == {}

    assert upholding.remove(library, ["https://b.example/0"], now=desk.clock()) == tried


def test_a_backup_does_not_bring_it_back(desk: Desk, tmp_path: Path) -> None:
    library = _store(desk)
    back_up(library, tmp_path / "copy.db", now=desk.clock())
    upholding.remove(library, ["https://b.example/0"], now=desk.clock())

    take_in(library, tmp_path / "copy.db", now=desk.clock())

    assert _words_kept(library) == []
    assert _faults(desk) == ()
