import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tellings.engines.gliner import LABELS, Gliner, choose_apart
from tellings.errors import MissingPart, UsageError
from tests.unit.engines.models import entities, report, write_gliner, write_tokenizer

NAMES = {"tarn": 0, "orlan": 2, "harsk": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gliner(tmp_path_factory.mktemp("models") / "tiny-gliner", NAMES, labels=len(LABELS))


def test_spans_are_scored_against_the_labels_asked_for(folder: Path) -> None:
    recogniser = Gliner(folder)

    assert entities(recogniser, "Tarn met in Orlan.", "“Harsk”") == [
        ("Tarn", "person"),
        ("Orlan", "place"),
        ("Harsk", "place"),
    ]
    assert recogniser.name.startswith("gliner:tiny-gliner ")


def test_labels_and_threshold_are_the_callers(tmp_path: Path) -> None:
    folder = write_gliner(tmp_path / "m", {"tarn": 0}, labels=1)

    assert entities(Gliner(folder, labels={"river": "place"}), "Tarn met.") == [("Tarn", "place")]
    assert entities(Gliner(folder, labels={"river": "place"}, threshold=0.99), "Tarn met.") == []
    with pytest.raises(UsageError, match="asked for something"):
        Gliner(folder, labels={})


def test_a_score_is_a_probability(folder: Path) -> None:
    doc, sentences = report("Tarn met.")
    [[signals]] = Gliner(folder).recognise([(doc, sentences)])

    assert signals.entities[0].score == pytest.approx(0.9526, abs=1e-4)


def test_a_long_sentence_is_read_to_its_end(folder: Path) -> None:
    assert len(entities(Gliner(folder), "Tarn met in Orlan, " * 20)) == 40


def test_blank_sentences_name_nothing(folder: Path) -> None:
    assert entities(Gliner(folder), " ", "Tarn") == [("Tarn", "person")]


def test_of_spans_that_overlap_the_best_stays() -> None:
    spans = [(0, 9, "person", 0.6), (4, 9, "location", 0.9), (10, 12, "person", 0.5), (10, 12, "event", 0.5)]

    assert choose_apart(spans) == ((4, 9, "location", 0.9), (10, 12, "event", 0.5))


def test_a_token_level_export_is_refused(tmp_path: Path) -> None:
    folder = write_gliner(tmp_path / "m", NAMES, labels=len(LABELS), spans=False)

    with pytest.raises(UsageError, match="no span-level GLiNER export: it has no input span_idx, span_mask"):
        Gliner(folder)


def test_a_tokenizer_of_another_model_is_refused(tmp_path: Path) -> None:
    folder = write_gliner(tmp_path / "m", NAMES, labels=len(LABELS))
    config = json.loads((folder / "gliner_config.json").read_text(encoding="utf-8"))
    (folder / "gliner_config.json").write_text(json.dumps({**config, "ent_token": "[E]"}), encoding="utf-8")

    with pytest.raises(UsageError, match=r"does not know \[E\]"):
        Gliner(folder)


@pytest.mark.parametrize("missing", ["gliner_config.json", "tokenizer.json", "model.onnx"])
def test_a_missing_file_is_told(missing: str, tmp_path: Path) -> None:
    folder = write_gliner(tmp_path / "m", NAMES, labels=len(LABELS))
    (folder / missing).unlink()

    with pytest.raises(UsageError, match=missing):
        Gliner(folder)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    folder = write_gliner(tmp_path / "big", NAMES, labels=len(LABELS))
    (folder / "model.onnx").rename(folder / "pytorch_model.bin")
    return folder


def test_a_checkpoint_without_the_package_is_told(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gliner", None)

    with pytest.raises(
        MissingPart, match=r"put model.onnx and tokenizer.json there, or: pip install 'tellings\[gliner"
    ):
        Gliner(checkpoint)


def test_a_checkpoint_is_run_by_the_package_and_nothing_is_downloaded(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def load(path: str, **options: Any) -> SimpleNamespace:
        asked.update(options, path=path)
        return SimpleNamespace(predict_entities=predict)

    def predict(text: str, labels: list[str], threshold: float) -> list[dict[str, Any]]:
        assert labels == list(LABELS)
        at = text.index("Tarn")
        return [{"start": at, "end": at + 4, "label": "person", "score": 0.8}]

    package = SimpleNamespace(GLiNER=SimpleNamespace(from_pretrained=load))
    monkeypatch.setitem(sys.modules, "gliner", package)

    assert entities(Gliner(checkpoint), "Then Tarn left.") == [("Tarn", "person")]
    assert asked == {"path": str(checkpoint), "local_files_only": True}


@pytest.mark.filterwarnings("ignore")
def test_an_export_answers_as_the_package_itself_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package: Any = pytest.importorskip("gliner", reason="gliner is not part of the development tools")
    transformers: Any = pytest.importorskip("transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    encoder, exported, checkpoint = (tmp_path / name for name in ("encoder", "exported", "checkpoint"))
    encoder.mkdir()
    write_tokenizer(encoder, ["tarn", "met", "in", "orlan", ".", "person", "location"])
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(encoder / "tokenizer.json"), unk_token="[UNK]", pad_token="[PAD]"
    )
    tokenizer.save_pretrained(encoder)
    config = transformers.BertConfig(
        vocab_size=len(tokenizer) + 10,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    transformers.BertModel(config).save_pretrained(encoder)
    made = package.GLiNER.from_config(
        package.GLiNERConfig(model_name=str(encoder), hidden_size=32, encoder_config=config.to_dict(), dropout=0.0)
    ).eval()
    for folder in (exported, checkpoint):
        made.save_pretrained(str(folder))
    made.export_to_onnx(str(exported), onnx_filename="model.onnx")

    ours, theirs = (Gliner(folder, threshold=0.3) for folder in (exported, checkpoint))
    for sentence in ("Tarn met Ana Marek in Orlan, on the 5th.", "Orlan."):
        found, wanted = (choose_apart(engine._scorer.score(sentence)) for engine in (ours, theirs))
        assert found
        assert [span[:3] for span in found] == [span[:3] for span in wanted]
        assert [span[3] for span in found] == pytest.approx([span[3] for span in wanted], abs=1e-4)
