"""One report that breaks its reading stops nothing else, is found, and is left alone after three tries."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tellings import flow
from tellings.daily import careful, keeping, letters, reading
from tellings.daily.add import Desk, add, retry
from tellings.daily.careful import read_apart, read_carefully
from tellings.daily.letters import TRIES, drop_letters, id_of, list_letters
from tellings.daily.local import Piece, find_pieces
from tellings.daily.reading import Batch, Reader, read_batch
from tellings.errors import MissingPart, TellingsError, UsageError
from tellings.model.document import Document
from tellings.model.library import Arrival
from tellings.ports import Recogniser, RulesOnly, Store
from tellings.readers.part import Part
from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, Clock, Web, write_feed, write_lines, write_page

POISON = "Poison stands in the ninth barge, said the harbour master of Tarn on Monday. Nobody reads on."
RULES = Reader(model=False)


def piece(text: str, name: str) -> Piece:
    """A text file of one report."""
    return Piece(Part(text.encode(), name), f"file:///{name}")


def break_on_poison(pieces: Sequence[Piece], reader: Reader, recogniser: Recogniser) -> Batch:
    """Reads, unless one of the pieces holds poison."""
    if any(b"Poison" in one.part.data for one in pieces):
        raise RecursionError("of words that nobody should see")
    return read_batch(pieces, reader, recogniser)


def die_of_poison(pieces: Sequence[Piece], reader: Reader, recogniser: Recogniser) -> Batch:
    """Ends the process over poison."""
    if any(b"Poison" in one.part.data for one in pieces):
        os.kill(os.getpid(), 9)
    return read_batch(pieces, reader, recogniser)


def hang(pieces: Sequence[Piece], reader: Reader, recogniser: Recogniser) -> Batch:
    """Does not come back in time."""
    time.sleep(60)
    raise AssertionError


@contextmanager
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Meanwhile the reading of every report with poison in it breaks."""
    whole = flow.read_documents

    def read(documents: Sequence[Document], *args: Any, **more: Any) -> Any:
        if any("Poison" in doc.text for doc in documents):
            raise ZeroDivisionError("of words that nobody should see")
        return whole(documents, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(flow, "read_documents", read)
        yield


def titles(arrivals: Sequence[Arrival]) -> list[str]:
    """How the reports begin."""
    return sorted(arrival.document.text[:6] for arrival in arrivals)


def test_the_others_of_a_batch_are_read() -> None:
    pieces = [piece(MONDAY, "a.txt"), piece(POISON, "b.txt"), piece(BARLEY, "c.txt")]
    batch = read_carefully(pieces, RULES, RulesOnly(), read=break_on_poison)

    assert titles(batch.arrivals) == sorted([MONDAY[:6], BARLEY[:6]])
    assert [one.piece for one in batch.failed] == [pieces[1]]
    assert batch.failed[0].reason.startswith("breaks the reading (RecursionError at tellings.daily.careful:")


def test_the_line_of_a_file_is_found(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", MONDAY, POISON, BARLEY)
    data = (tmp_path / "a.jsonl").read_bytes()
    whole = Piece(Part(data, "a.jsonl"), "file:///a.jsonl#L5-L7", 5)
    batch = read_carefully([whole], RULES, RulesOnly(), read=break_on_poison)
    (failed,) = batch.failed

    assert len(batch.arrivals) == 2
    assert (failed.piece.first_line, failed.piece.address) == (6, "file:///a.jsonl#L6-L6")
    assert failed.piece.part.data == data.splitlines(keepends=True)[1]


def test_what_is_no_fault_of_a_report_is_raised() -> None:
    def miss(*_: object) -> Batch:
        raise MissingPart("the encoder is not installed")

    with pytest.raises(MissingPart):
        read_carefully([piece(MONDAY, "a.txt"), piece(BARLEY, "b.txt")], RULES, RulesOnly(), read=miss)


@pytest.mark.skipif(os.name != "posix", reason="an alarm of the system")
def test_what_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(careful, "PIECE_SECONDS", 0.05)
    batch = read_carefully([piece(MONDAY, "a.txt")], RULES, RulesOnly(), read=hang)

    assert [one.reason for one in batch.failed] == ["was not read in 0.05 s"]


@pytest.mark.skipif(os.name != "posix", reason="ended by a signal")
def test_what_kills_a_process_kills_no_other_and_is_found(tmp_path: Path) -> None:
    data = write_lines(tmp_path / "a.jsonl", BARLEY, POISON).read_bytes()
    pieces = [piece(MONDAY, "a.txt"), Piece(Part(data, "a.jsonl"), "file:///a.jsonl#L1-L2", 1)]
    batch = read_apart(pieces, RULES, read=die_of_poison)

    assert titles(batch.arrivals) == sorted([MONDAY[:6], BARLEY[:6]])
    assert [(one.piece.address, one.reason) for one in batch.failed] == [
        ("file:///a.jsonl#L2-L2", "ends the process that reads it (SIGKILL)")
    ]


def test_a_process_of_its_own_reads_the_same() -> None:
    one = piece(MONDAY, "a.txt")

    assert read_apart([one], RULES) == read_batch([one], RULES, RulesOnly())


def test_it_is_set_aside_after_three_tries_and_read_when_it_can_be(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("a", MONDAY), ("b", POISON), ("c", BARLEY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    folder = [str(tmp_path / f"{name}.txt") for name in "abc"]
    with poisoned(monkeypatch):
        added = [add(folder, desk) for _ in range(TRIES + 1)]
    (letter,) = list_letters(store).letters
    standing = store.find_standing(most=10)
    again = retry([letter.id[:6]], desk)

    assert [(one.reports, one.left_out) for one in added] == [(2, 1), (0, 1), (0, 1), (0, 1)]
    assert "kept as dead letter" in added[0].skipped[0].reason
    assert "is set aside" in added[-1].skipped[0].reason
    assert (letter.tries, letter.state, letter.location) == (TRIES, "aside", folder[1])
    assert "nobody should see" not in letter.reason
    assert (standing.failed, standing.aside) == (0, 1)
    assert (again.reports, again.left_out) == (1, 0)
    assert list_letters(store).letters == ()


def test_what_is_dropped_is_read_when_it_is_met_again(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(MONDAY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(POISON, encoding="utf-8")
    with poisoned(monkeypatch):
        add([str(tmp_path)], desk)
    (letter,) = list_letters(store).letters
    gone = drop_letters(store, [letter.id])
    added = add([str(tmp_path / "b.txt")], desk)

    assert gone == (letter.id,)
    assert (added.reports, list_letters(store).letters) == (1, ())
    with pytest.raises(UsageError, match="no dead letter"):
        drop_letters(store, [letter.id])


def test_what_a_process_died_over_is_read_apart_by_the_next(
    desk: Desk, store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path / "a.jsonl", MONDAY, BARLEY)
    write_lines(tmp_path / "b.jsonl", TOW, SLOW)
    apart: list[str] = []

    def read_there(pieces: Sequence[Piece], reader: Reader) -> Batch:
        apart.extend(one.part.location for one in pieces)
        return read_carefully(pieces, reader, RulesOnly())

    monkeypatch.setattr(letters, "read_apart", read_there)
    died = letters.Letters(store, clock, RULES)
    found = [one for one in find_pieces([str(tmp_path / "a.jsonl")]) if isinstance(one, Piece)]
    next(died.begin(iter([(tuple(found), (), 0)])))  # and nothing more: its process is gone
    shown = store.letters.list_all()
    added = add([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], desk)

    assert shown == ()
    assert apart == [str(tmp_path / "a.jsonl")]
    assert (added.reports, added.left_out) == (4, 0)
    assert store.letters.find_states(map(id_of, found)) == {}


def test_a_run_that_is_stopped_leaves_nothing_begun(desk: Desk, store: Store, clock: Clock) -> None:
    pieces = [piece(MONDAY, "a.txt"), piece(BARLEY, "b.txt")]
    around = letters.Letters(store, clock, RULES)
    taken = list(around.begin(iter([((one,), (), 0) for one in pieces])))
    around.end(Batch((), ()))
    states = store.letters.find_states(map(id_of, pieces))
    around.forget()

    assert len(taken) == 2
    assert states == {id_of(pieces[1]): "begun"}
    assert store.letters.find_states(map(id_of, pieces)) == {}


def test_lost_workers_lose_one_batch_its_place_and_nothing_else(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, text in enumerate((MONDAY, POISON, BARLEY, TOW)):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    lost: list[int] = []

    class Losing:
        """A crew that loses its workers over poison."""

        def __init__(self, workers: int) -> None:
            self.workers = workers

        def map(self, begin: Any, items: Iterator[Any]) -> Iterator[Any]:
            work = begin()
            for item in items:
                if any(b"Poison" in one.part.data for one in item[0]):
                    lost.append(len(item[0]))
                    raise TellingsError("A worker process was lost 3 times over the same piece of work.")
                yield work(item)

    def read_there(pieces: Sequence[Piece], reader: Reader) -> Batch:
        return read_carefully(pieces, reader, RulesOnly(), read=break_on_poison)

    monkeypatch.setattr(keeping, "LocalMapper", Losing)
    monkeypatch.setattr(letters, "read_apart", read_there)
    monkeypatch.setattr(reading, "BATCH", 1)
    added = add([str(folder)], desk)
    (letter,) = list_letters(store).letters

    assert lost == [1]
    assert (added.reports, added.left_out) == (3, 1)
    assert letter.location == str(folder / "1.txt")


def test_a_page_that_breaks_stops_no_feed(
    desk: Desk, web: Web, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.put("https://a.example/feed", write_feed(("Ferry", "https://a.example/1"), ("Barge", "https://a.example/2")))
    web.put("https://a.example/1", write_page(MONDAY, "Ferry", "2031-05-05"))
    web.put("https://a.example/2", write_page(POISON, "Barge", "2031-05-05"))
    with poisoned(monkeypatch):
        added = add(["https://a.example/feed"], desk)
    (letter,) = list_letters(store).letters
    again = retry([letter.id], desk)

    assert (added.reports, added.left_out) == (1, 1)
    assert again.reports == 1


def test_what_was_changed_is_another() -> None:
    assert id_of(piece(MONDAY, "a.txt")) != id_of(piece(BARLEY, "a.txt"))
