import sys
from pathlib import Path
from typing import Any

import pytest

from tellings.engines.labels import kind_of
from tellings.engines.spacy_pipeline import SpacyRecogniser
from tellings.errors import MissingPart, UsageError
from tests.unit.engines.models import entities, report

pytestmark = pytest.mark.filterwarnings("ignore")
spacy: Any = pytest.importorskip("spacy", reason="spaCy is not installed")


def ruled(**labels: str) -> Any:
    """A blank English pipeline that knows these words."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": word} for word, label in labels.items()])
    nlp.add_pipe("sentencizer")
    return nlp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    nlp = ruled(Orlan="GPE", Tarn="PERSON", Monday="DATE", Velmari="NORP")
    nlp.meta["name"], nlp.meta["version"] = "tarn_rules", "1.2.0"
    nlp.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def test_a_pipeline_in_a_folder_names_what_its_labels_mean(folder: Path) -> None:
    recogniser = SpacyRecogniser(str(folder))

    assert entities(recogniser, "On Monday Tarn left Orlan.", "The Velmari stayed.") == [
        ("Tarn", "person"),
        ("Orlan", "place"),
        ("Velmari", "group"),
    ]
    assert recogniser.name == "spacy:en_tarn_rules 1.2.0"


def test_a_trained_pipeline_is_read_as_well(tmp_path: Path) -> None:
    from spacy.training import Example

    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    sentences = ["Ana Marek left Orlan .", "Orlan waits for Ana Marek ."]
    spans = [[(0, 9, "PER"), (15, 20, "LOC")], [(0, 5, "LOC"), (16, 25, "PER")]]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": found}) for text, found in zip(sentences, spans, strict=True)
    ]
    nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples)
    assert set(ner.labels) == {"PER", "LOC"}
    nlp.to_disk(tmp_path / "ner")

    assert entities(SpacyRecogniser(tmp_path / "ner"), sentences[0]) == [("Ana Marek", "person"), ("Orlan", "place")]


def test_the_answer_does_not_depend_on_the_batch(folder: Path) -> None:
    recogniser = SpacyRecogniser(folder)
    one, two = report("Tarn left."), report("Orlan waits.", "Tarn left.", name="d2")
    together = recogniser.recognise([one, two])

    assert together == [*recogniser.recognise([one]), *recogniser.recognise([two])]


def test_a_loaded_pipeline_with_labels_of_its_own() -> None:
    nlp = ruled(Tarn="RIVER")
    with pytest.raises(UsageError, match=r"it has: RIVER"):
        SpacyRecogniser(nlp)

    assert entities(SpacyRecogniser(nlp, labels={"RIVER": "place"}), "The Tarn rose.") == [("Tarn", "place")]
    assert nlp.pipe_names == ["entity_ruler", "sentencizer"]


def test_a_pipeline_that_is_not_there_is_told_and_not_downloaded() -> None:
    with pytest.raises(MissingPart, match="Nothing is downloaded"):
        SpacyRecogniser("xx_no_such_pipeline")


def test_a_folder_without_a_pipeline_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nlp\.to_disk"):
        SpacyRecogniser(tmp_path)


def test_spacy_itself_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)

    with pytest.raises(MissingPart, match=r"pip install 'tellings\[spacy\]'"):
        SpacyRecogniser("en_core_web_sm")


@pytest.mark.parametrize(
    ("label", "kind"),
    [("PER", "person"), ("GPE", "place"), ("WORK_OF_ART", "work"), ("creative-work", "work"), ("MISC", "other"),
     ("organization", "organisation"), ("NORP", "group"), ("EVENT", "event"), ("DATE", None), ("CARDINAL", None)],
)  # fmt: skip
def test_labels_of_other_schemes_have_their_kind(label: str, kind: str | None) -> None:
    assert kind_of(label, {}) == kind
