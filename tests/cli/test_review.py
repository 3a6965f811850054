"""``tellings review`` from the command line: scriptable, and each decision is told."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tellings import flow
from tellings.cli import main
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.library import Arrival
from tellings.model.story import Move
from tellings.ports import RulesOnly
from tests.harbour import COURIER, LEDGER
from tests.shelf import NOON

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``tellings review`` on a library with one story, s1; gives what it printed."""
    library = tmp_path / "library.db"
    with open_library(library, now=NOON) as store:
        store.keep(
            [Arrival(r.document, reading=r) for r in flow.read_documents([COURIER, LEDGER], RulesOnly())], now=NOON
        )
        store.apply_moves([Move("new", "s1", ("d1", "d2"), "one ferry")], now=NOON)
        make_briefs(store, ["s1"], lambda: NOON)
    monkeypatch.setenv("TELLINGS_LIBRARY", str(library))
    monkeypatch.setenv("TELLINGS_READER", "Mara Ilk")

    def call(*arguments: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out = capfd.readouterr()
        assert ended.value.code == code, out.err
        return out.out if code == 0 else out.err

    return call


def _find(run: Run, layer: str, words: str) -> str:
    lines = map(json.loads, run("review", "lines", "s1", "--in", layer, "--json").splitlines())
    return str(next(line["id"] for line in lines if words in line["text"]))


def test_a_speaker_is_corrected_listed_and_taken_back(run: Run) -> None:
    said = _find(run, "quotations", "Nobody was in danger")
    told = run("review", "correct", "s1", said, "--speaker", "Tovan Brul", "--note", "heard it", "--json")
    made = json.loads(told)

    assert (made["verb"], made["was"], made["now"], made["by"]) == ("correct", "Mira Tolland", "Tovan Brul", "Mara Ilk")
    shown = run("show", "s1", "--quiet")
    assert "Tovan Brul" in shown
    assert "speaker corrected by Mara Ilk" in " ".join(shown.split())

    run("review", "undo", made["id"][:6], "--by", "Tovan Brul")
    record = json.loads(run("review", "list", "s1", "--json"))
    jsonschema.validate(record, json.loads(run("schema", "reviews")))
    assert [(r["judgement"]["verb"], r["undone_by"]) for r in record["reviews"]] == [
        ("undo", ""), ("correct", "Tovan Brul"),
    ]  # fmt: skip
    assert "taken back by Tovan Brul" in run("review", "list")


def test_what_is_rejected_is_struck_in_markdown_and_gone_from_json(run: Run, tmp_path: Path) -> None:
    line = _find(run, "summary", "240 people")
    run("review", "reject", "s1", line, "--quiet")
    run("show", "s1", "--out", str(tmp_path / "told.md"), "--out", str(tmp_path / "told.html"), "--quiet")
    brief = json.loads(run("show", "s1", "--json"))["stories"][0]

    assert line not in {s["id"] for s in brief["summary"]}
    assert [(r["verb"], r["item"], r["by"]) for r in brief["reviews"]] == [("reject", line, "Mara Ilk")]
    assert "~~Summary, “About 240 people" in (tmp_path / "told.md").read_text("utf-8")
    assert "<del>Summary, “About 240 people" in (tmp_path / "told.html").read_text("utf-8")


def test_decisions_are_written_as_training_data(run: Run, tmp_path: Path) -> None:
    run("review", "confirm", "s1", _find(run, "summary", "240 people"), "--quiet")
    run("review", "correct", "s1", "d1", "--date", "2031-05-06", "--quiet")
    out = tmp_path / "decisions.jsonl"
    run("review", "export", "--out", str(out), "--quiet")
    examples = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    schema = json.loads(run("schema", "example"))

    assert [example["label"] for example in examples] == ["right", "corrected"]
    for example in examples:
        jsonschema.validate(example, schema)
    (words,) = examples[0]["words"][:1]
    assert words["prefix"].endswith("two hurt\n\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("correct", "s1", "q000000000000"), "Say what is corrected"),
        (("correct", "s1", "q000000000000", "--speaker", "A", "--date", "2031-05-09"), "one thing at a time"),
        (("confirm", "s1", "q000000000000"), "tellings review lines s1"),
        (("confirm", "s999", "q000000000000"), "There is no story"),
        (("undo", "r00"), "tellings review list"),
        (("split", "s1", "d1", "d2"), "not all of them"),
        (("rename", "s1", " "), "needs a title"),
        (("confirm", "s1", "d1", "--by", " "), "needs the name"),
    ],
)
def test_what_does_not_fit_ends_with_two_and_says_why(run: Run, arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(run("review", *arguments, code=2).split())


def test_a_report_is_taken_off_a_line_shown_exported_and_put_back(run: Run, tmp_path: Path) -> None:
    lines = list(map(json.loads, run("review", "lines", "s1", "--json").splitlines()))
    line = next(each for each in lines if {e["doc"] for e in each["evidence"]} == {"d1", "d2"})
    made = json.loads(run("review", "detach", "s1", line["id"], "d2", "--note", "it does not", "--json"))

    assert (made["verb"], {w["doc"] for w in made["put"]}) == ("detach", {"d2"})
    now = next(
        each
        for each in map(json.loads, run("review", "lines", "s1", "--json").splitlines())
        if each["id"] == line["id"]
    )
    assert {e["doc"] for e in now["evidence"]} == {"d1"}
    for form in ("json", "md", "html"):
        out = tmp_path / f"story.{form}"
        run("show", "s1", "--out", str(out), "--quiet")
        assert "it does not" in out.read_text()
    assert "does not say so" in " ".join(run("show", "s1", "--quiet").split())
    (example,) = map(json.loads, run("review", "export", "s1").splitlines())
    assert (example["label"], {w["doc"] for w in example["words"]}) == ("wrong", {"d2"})

    assert "reject the line" in run("review", "detach", "s1", line["id"], "d1", code=2)
    assert "own reports" in run("review", "detach", "s1", line["id"], "d2", code=2)
    run("review", "undo", made["id"])
    assert "it does not" not in run("show", "s1", "--quiet")


def test_marks_of_others_are_taken_in_once_and_the_rest_is_told(run: Run, tmp_path: Path) -> None:
    mark = {
        "type": "Annotation",
        "creator": "Ilse Marek",
        "body": {"purpose": "tagging", "value": "confirmed"},
        "target": {
            "source": "urn:tellings:report:d1",
            "selector": {"type": "TextQuoteSelector", "exact": "“Nobody was in danger at any moment,”"},
        },
    }
    lost = mark | {"target": "https://elsewhere.example/"}
    file = tmp_path / "marks.json"
    file.write_text(json.dumps([mark, lost]))

    told = run("review", "import", str(file))
    assert "Ilse Marek: confirmed" in told
    assert "1 taken in, 0 kept already" in told
    assert "left out: " in told
    again = json.loads(run("review", "import", str(file), str(tmp_path / "none.json"), "--json"))
    jsonschema.validate(again, json.loads(run("schema", "taken-in")))
    assert (again["reviews"], again["known"], len(again["left_out"])) == ([], 1, 2)
    file.write_text("no JSON")
    assert "no annotation could be taken in" in run("review", "import", str(file), code=3)
