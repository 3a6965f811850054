"""Engines and a rewriter chosen on the command line, with tiny models and an endpoint made on the spot."""

import json
from pathlib import Path
from typing import Any

import pytest

import tellings
from tellings.app import load_rewriter
from tellings.cli import main
from tellings.engines.choose import EXTRAS
from tests.unit.engines.endpoint import Answer, completion, endpoint
from tests.unit.engines.models import write_classifier

REPORT = """Dam breaks at Harsk

The dam at Harsk broke on Monday, 5 May 2031, in heavy rain, the mayor of Orlan told reporters in Tarn.

Nobody in Harsk was hurt when the water reached the lower streets, said Ana Marek, who leads the rescue service.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(REPORT, encoding="utf-8")
    return write_classifier(tmp_path / "model", positions=514)


def run(*arguments: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    shown = capfd.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


@pytest.mark.parametrize("command", ["brief", "read", "group"])
def test_an_engine_reads_every_command(command: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(command, "a.txt", "--engine", f"tokens:{folder}", "--json", "--quiet", capfd=capfd)

    assert code == 0
    told = json.loads(out)
    if command == "read":
        assert "tokens:model " in told["made_by"]
    if command == "brief":
        assert told["generator"]["models"][0].startswith("encoder 2, names tokens:model ")


@pytest.mark.parametrize(
    ("engine", "code", "told"),
    [
        ("", 2, "Choose one of:"),
        ("tokens", 2, "Choose one of:"),
        ("magic:folder", 2, "Choose one of:"),
        ("tokens:nowhere", 2, "no folder on this machine"),
        ("gliner:.", 2, "no gliner_config.json"),
        ("spacy:xx_no_such", 5, "Nothing is downloaded"),
    ],
)
def test_an_engine_that_cannot_be_had_is_a_short_help(
    engine: str, code: int, told: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ended, out, err = run("read", "a.txt", "--engine", engine, capfd=capfd)

    assert (ended, out) == (code, "")
    assert told in err
    assert len(err.splitlines()) <= 6
    assert "Traceback" not in err


def test_from_python(folder: Path) -> None:
    found = tellings.read("a.txt", engine=f"tokens:{folder}")
    [reading] = found.readings
    text = reading.document.text
    names = {text[e.span.start : e.span.end] for signal in reading.signals for e in signal.entities}

    assert {"Harsk", "Orlan", "Ana Marek", "Tarn"} <= names
    with pytest.raises(tellings.UsageError, match="not both"):
        tellings.read("a.txt", engine="tokens:model", recogniser=load_any())


def load_any() -> Any:
    from tellings.ports import RulesOnly

    return RulesOnly()


def smooth(body: dict[str, Any]) -> Answer:
    """Leaves out what it may, and says of everything else that a thief did it."""
    words = body["messages"][-1]["content"]
    return completion(words.replace(" in heavy rain,", "") if "heavy rain" in words else "Marek of Orlan is a thief.")


def test_a_brief_is_rephrased_and_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with endpoint(smooth) as there:
        options = ("--rewrite", there.url, "--rewrite-model", "tiny")
        code, out, _ = run("brief", "a.txt", *options, "--json", "--quiet", capfd=capfd)
        _, shown, _ = run("brief", "a.txt", *options, capfd=capfd)

    assert code == 0
    told = json.loads(out)
    [story] = told["stories"]
    assert told["generator"]["models"] == ["encoder 2", f"tiny at {there.url[7:-3]}"]
    assert there.sentences
    outcomes = {line["text"]: line["rephrasing"] for line in story["summary"]}
    assert [o["outcome"] for text, o in outcomes.items() if "dam at Harsk" in text] == ["rephrased"]
    assert "thief" not in out
    assert not any("heavy rain" in text for text in outcomes)
    assert f"rephrased by tiny at {there.url[7:-3]}" in " ".join(shown.split())


@pytest.mark.parametrize(
    "answer", [(500, b"", {}), (200, b"\x00nonsense", {}), (200, b" " * 300_000, {}), completion("")]
)
def test_an_endpoint_that_fails_loses_nothing(
    answer: Answer, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.engines.chat.WAIT", 0.0)
    _, before, _ = run("brief", "a.txt", "--json", "--quiet", capfd=capfd)
    with endpoint(lambda body: answer) as there:
        code, out, _ = run(
            "brief", "a.txt", "--rewrite", there.url, "--rewrite-model", "tiny", "--json", "--quiet", capfd=capfd
        )

    assert code == 0
    [old], [new] = json.loads(before)["stories"], json.loads(out)["stories"]
    assert [s["text"] for s in new["summary"]] == [s["text"] for s in old["summary"]]
    assert new["rewriting"]["rephrased"] == 0
    assert new["rewriting"]["notes"]
    new["rewriting"] = None
    for line in new["summary"]:
        line["rephrasing"] = None
    assert new == old


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--rewrite-model", "tiny"], "without --rewrite URL"),
        (["--rewrite", "http://127.0.0.1:1"], "needs --rewrite-model"),
        (["--rewrite", "orlan", "--rewrite-model", "tiny"], "no address of an endpoint"),
        (["--rewrite", "http://127.0.0.1:1", "--rewrite-model", "tiny", "--rewrite-timeout", "0"], "not in the range"),
    ],
)
def test_half_a_rewriter_is_refused(
    options: list[str], told: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("brief", "a.txt", *options, capfd=capfd)

    assert (code, out) == (2, "")
    assert told in err


def test_the_key_comes_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARSK_KEY", "s3cret")
    with endpoint(smooth) as there:
        rewriter = load_rewriter(there.url, "tiny", key_variable="HARSK_KEY")
        briefed = tellings.brief("a.txt", rewriter=rewriter)

    assert {headers["authorization"] for _, headers, _ in there.asked} == {"Bearer s3cret"}
    assert "s3cret" not in tellings.render(briefed, "json")


def test_the_doctor_lists_the_optional_parts(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("doctor", "--json", capfd=capfd)
    told = {part["name"]: part for part in json.loads(out)["extras"]}

    assert code == 0
    assert set(told) == {name for names in EXTRAS.values() for name in names}
    assert not told["spacy"]["fault"]
    missing = [part for part in told.values() if part["fault"]]
    assert all("pip install 'tellings[" in part["fault"] for part in missing)
