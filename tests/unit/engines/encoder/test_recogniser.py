"""The shipped encoder behind the port: the same signals however reports are put together, and no text too odd."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tellings.engines.encoder.recogniser import EncoderRecogniser, NamesFrom
from tellings.engines.encoder.session import FILES, Session
from tellings.errors import UsageError
from tellings.find.furniture import find_furniture, survey_sites
from tellings.find.layout import find_layout
from tellings.find.sentences import split_sentences
from tellings.model.document import Document
from tellings.model.reading import LabelledSpan, Sentence, Signals
from tellings.model.span import Span
from tellings.ports import RulesOnly

SHIPPED = Path(str(files("tellings.engines.encoder") / "shipped"))
REPORTS = (
    "Dam fails above Harsk\n\nThe Tarn dam failed on Monday, said Ilse Marek, mayor of Harsk. Two people died.\n\n"
    "“We need pumps,” Marek told reporters. She said the army would send forty trucks.",
    "Velmark's prime minister, Oren Tibald, may visit Orlan next week, according to two officials.\n",
    "Talks\n\nTalks are expected to resume on Friday. The ministry denied that they had failed.\n" * 5,
)


def parts(text: str, number: int = 0) -> tuple[Document, tuple[Sentence, ...]]:
    doc = Document(f"d{number}", "test", text)
    blocks = find_layout(doc)
    return doc, split_sentences(doc, blocks, find_furniture(doc, blocks, survey_sites([doc])))


BATCH = [parts(text, k) for k, text in enumerate(REPORTS)]


@pytest.fixture(scope="module")
def signals() -> list[tuple[Signals, ...]]:
    return list(EncoderRecogniser(threads=1, vectors=True).recognise(BATCH))


def test_one_signals_a_sentence(signals: list[tuple[Signals, ...]]) -> None:
    assert [len(row) for row in signals] == [len(sentences) for _, sentences in BATCH]


def test_it_reads_names_speech_and_status(signals: list[tuple[Signals, ...]]) -> None:
    text = REPORTS[0]
    names = {(text[e.span.start : e.span.end], e.label) for s in signals[0] for e in s.entities}
    assert {("Ilse Marek", "person"), ("Harsk", "place")} <= names
    told = [a for s in signals[0] for a in s.attributions]
    sources = [text[a.source.start : a.source.end] for a in told if a.source]
    assert any("Marek" in source for source in sources)
    events = [e for s in signals[2] for e in s.events if REPORTS[2][e.span.start : e.span.end] == "resume"]
    assert events
    assert {e.status for e in events} == {"expected"}


@pytest.mark.parametrize("pieces", [1, 100, 100_000])
def test_batches_change_nothing(signals: list[tuple[Signals, ...]], pieces: int) -> None:
    assert EncoderRecogniser(threads=1, vectors=True, pieces=pieces).recognise(BATCH) == signals


def test_neither_order_nor_company_nor_threads_change_anything(signals: list[tuple[Signals, ...]]) -> None:
    recogniser = EncoderRecogniser(threads=2, vectors=True)
    assert list(recogniser.recognise(BATCH[::-1]))[::-1] == signals
    assert [row for one in BATCH for row in recogniser.recognise([one])] == signals


def test_vectors_have_unit_length_and_are_left_out_by_default(signals: list[tuple[Signals, ...]]) -> None:
    for row in signals:
        for signal in row:
            assert sum(x * x for x in signal.vector) == pytest.approx(1.0, abs=1e-3)
    assert {s.vector for row in EncoderRecogniser(threads=1).recognise(BATCH) for s in row} == {()}


@pytest.mark.parametrize(
    "text",
    [
        "\u0000\u0001",
        "😀" * 300,
        "a" * 5000,
        "Ħ́́́ " * 50,
        "漢字" * 200,
        "مرحبا بالعالم",
        "x\u200by",
        "\ufffd",
        "A." * 400,
    ],
)
def test_odd_text_is_read_without_complaint(text: str) -> None:
    doc = Document("d", "test", text)
    sentences = (Sentence(Span(0, len(text)), 0),)
    [row] = EncoderRecogniser(threads=1, vectors=True).recognise([(doc, sentences)])
    assert len(row) == len(sentences)
    for signal in row:
        spans = [e.span for e in signal.entities] + [e.span for e in signal.events]
        spans += [s for a in signal.attributions for s in (a.content, a.cue or a.content, a.source or a.content)]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)


def test_nothing_to_read_opens_nothing() -> None:
    recogniser = EncoderRecogniser(Path("/nowhere"))
    assert recogniser.recognise([]) == []
    assert recogniser.recognise([(Document("d", "test", "Menu"), ())]) == [()]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for other in FILES:
        if other != name:
            shutil.copy(SHIPPED / other, tmp_path)
    with pytest.raises(UsageError, match=name.replace(".", r"\.")):
        Session(tmp_path)


def test_the_shipped_files_fit_their_budget() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in FILES) <= 30_000_000


class _Always:
    name = "always"

    def recognise(self, batch: object) -> list[tuple[Signals, ...]]:
        return [tuple(Signals(entities=(LabelledSpan(s.span, "work", 1.0),)) for s in row) for _, row in BATCH]


def test_names_from_another_engine_take_the_place_of_the_encoders(signals: list[tuple[Signals, ...]]) -> None:
    both = NamesFrom(_Always(), EncoderRecogniser(threads=1))
    assert both.name == "encoder 2, names always"
    found = both.recognise(BATCH)
    assert {e.label for row in found for s in row for e in s.entities} == {"work"}
    assert [s.events for row in found for s in row] == [s.events for row in signals for s in row]


def test_names_alone_where_nothing_else_reads() -> None:
    assert all(not s.events for row in NamesFrom(_Always(), RulesOnly()).recognise(BATCH) for s in row)
