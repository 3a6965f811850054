import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tellings.engines.token_classifier import TokenClassifier
from tellings.errors import MissingPart, UsageError
from tests.unit.engines.models import entities, report, write_classifier


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_classifier(tmp_path_factory.mktemp("models") / "tiny-ner")


def test_names_are_found_at_their_places_and_dates_are_no_names(folder: Path) -> None:
    found = entities(TokenClassifier(folder), "On Monday, Ana Marek met Tarn in Orlan.", "Harsk.")

    assert found == [("Ana Marek", "person"), ("Tarn", "person"), ("Orlan", "place"), ("Harsk", "place")]


def test_the_name_tells_folder_and_weights(folder: Path) -> None:
    name = TokenClassifier(folder).name

    assert name.startswith("tokens:tiny-ner ")
    assert name == TokenClassifier(str(folder)).name


def test_the_answer_does_not_depend_on_the_batch(folder: Path) -> None:
    recogniser = TokenClassifier(folder)
    one, two = report("Ana Marek met Tarn."), report("In Orlan, Tarn met Ana.", "Tarn.", name="d2")
    together = recogniser.recognise([one, two])

    assert together == [*recogniser.recognise([one]), *recogniser.recognise([two])]
    assert list(reversed(recogniser.recognise([two, one]))) == together


def test_a_sentence_longer_than_the_model_takes_is_read_to_its_end(folder: Path) -> None:
    found = entities(TokenClassifier(folder), "Ana met Tarn in Orlan on Monday, " * 20 + "in Harsk.")

    assert len(found) == 61
    assert found[-1] == ("Harsk", "place")


def test_a_score_is_the_probability_of_the_tag(folder: Path) -> None:
    doc, sentences = report("Tarn met.")
    [[signals]] = TokenClassifier(folder).recognise([(doc, sentences)])

    assert signals.entities[0].score == pytest.approx(0.9878, abs=1e-4)


def test_labels_of_its_own_are_told_what_they_mean(tmp_path: Path) -> None:
    folder = write_classifier(tmp_path / "m", tags=("O", "B-GEWAESSER"), words={"tarn": "B-GEWAESSER"})
    with pytest.raises(UsageError, match="GEWAESSER"):
        TokenClassifier(folder)

    assert entities(TokenClassifier(folder, labels={"GEWAESSER": "place"}), "Tarn.") == [("Tarn", "place")]


@pytest.mark.parametrize(
    ("missing", "told"),
    [("config.json", "id2label"), ("tokenizer.json", "tokenizer"), ("model.onnx", "model.onnx or model.safetensors")],
)
def test_a_missing_file_is_told_with_what_it_is_for(missing: str, told: str, tmp_path: Path) -> None:
    folder = write_classifier(tmp_path / "m")
    (folder / missing).unlink()

    with pytest.raises(UsageError, match=told) as raised:
        TokenClassifier(folder)
    assert "It holds:" in str(raised.value)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("config.json", b"[1]", "no JSON object"),
        ("config.json", b"\xff{", "cannot be read as JSON"),
        ("config.json", b"{}", "does not name the labels"),
        ("config.json", json.dumps({"id2label": {"0": "O", "2": "PER"}}).encode(), "every number from 0"),
        ("config.json", json.dumps({"id2label": {"x": "O"}}).encode(), "does not name the labels"),
        ("config.json", json.dumps({"id2label": {"0": "O", "1": "PER"}}).encode(), "with the 2 labels"),
        ("tokenizer.json", b"{}", "as a tokenizer"),
        ("model.onnx", b"no model", "as an ONNX model"),
    ],
)
def test_a_damaged_file_is_told(file: str, content: bytes, told: str, tmp_path: Path) -> None:
    folder = write_classifier(tmp_path / "m")
    (folder / file).write_bytes(content)

    with pytest.raises(UsageError, match=told):
        entities(TokenClassifier(folder), "Tarn met Ana.")


def test_a_folder_that_is_not_there_is_told() -> None:
    for path in ("no/such/folder", "\0", "x" * 5000):
        with pytest.raises(UsageError, match="no folder on this machine"):
            TokenClassifier(path)


@pytest.mark.parametrize(
    ("package", "cure"), [("onnxruntime", "--force-reinstall tellings"), ("tokenizers", r"'tellings\[onnx\]'")]
)
def test_a_missing_package_is_told_with_how_to_get_it(
    package: str, cure: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(MissingPart, match=f"pip install {cure}"):
        TokenClassifier(folder)


def test_a_checkpoint_without_transformers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_classifier(tmp_path / "m")
    (folder / "model.onnx").rename(folder / "model.safetensors")
    monkeypatch.setitem(sys.modules, "transformers", None)

    with pytest.raises(MissingPart, match=r"pip install 'tellings\[transformers\]'"):
        TokenClassifier(folder)


@pytest.mark.filterwarnings("ignore")
def test_a_checkpoint_is_run_by_transformers(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not part of the development tools")
    transformers: Any = pytest.importorskip("transformers", reason="transformers is not part of the development tools")
    folder = write_classifier(tmp_path / "tiny-bert")
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), unk_token="[UNK]", pad_token="[PAD]"
    )
    (folder / "model.onnx").unlink()
    config = transformers.BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=34,
        id2label={0: "O", 1: "PER"},
        label2id={"O": 0, "PER": 1},
    )
    model = transformers.BertForTokenClassification(config)
    # Random weights, and a bias that decides: every word is a person.
    model.classifier.bias.data[1] = 50.0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)

    recogniser = TokenClassifier(folder)
    assert recogniser.name.startswith("tokens:tiny-bert ")
    assert entities(recogniser, "Ana Marek met Tarn.") == [("Ana Marek met Tarn", "person")]
    assert len(entities(recogniser, "Ana met Tarn in Orlan, " * 10)) > 1
