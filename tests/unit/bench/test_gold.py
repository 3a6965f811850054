"""The measures of a hand reading: each with a brief that has it right and one that has it wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import gold
from bench.sheet import covered, plain, same_name
from tellings import app

SHARED = Path(__file__).resolve().parents[4] / "shared"
TEXT = "Advertisement. Ada Quill of Dornholm, the mayor, said on Monday: “We lost ten boats.” The “grey” tide took two."
OTHER = "Dornholm lost 12 boats, its mayor said."


def cite(doc: str, words: str) -> dict[str, Any]:
    text = {"d1": TEXT, "d2": OTHER}[doc]
    start = text.index(words)
    return {"doc": doc, "start": start, "end": start + len(words), "text": words}


def answers() -> dict[str, Any]:
    return {
        "docs": {"a": "a.txt", "b": "b.txt"},
        "furniture": {"a": ["Advertisement."]},
        "keep": {"a": ["The “grey” tide took two."]},
        "published": {"a": "2025-03-12", "b": ["2025-03-12", "2025-03-14"]},
        "quotations": [["a", "We lost ten boats", "Ada Quill", "the mayor", "direct"]],
        "scare": [["a", "grey"]],
        "dates": [["a", "on Monday", "2025-03-10", "2025-03-10"]],
        "comparisons": [{"topic": "boats", "verdict": "conflict", "tellings": {"a": "ten boats", "b": "12 boats"}}],
        "single": [{"topic": "tide", "telling": {"a": "took two"}}],
        "timeline": [
            {"start": "2025-03-10", "end": "2025-03-10", "what": "loss", "status": "happened", "anchors": {"a": "lost"}}
        ],
        "entities": {"Ada Quill": ["Quill"], "Dornholm": ["Dornholm"]},
    }


def briefing() -> dict[str, Any]:
    boats, also, tide = cite("d1", "ten boats"), cite("d2", "12 boats"), cite("d1", "took two")
    day = {"earliest": "2025-03-12", "latest": "2025-03-12"}
    story = {
        "documents": [
            {"id": "d1", "location": "in/a.txt", "published": day, "furniture": [{"start": 0, "end": 14}]},
            {"id": "d2", "location": "in/b.txt", "published": day, "furniture": []},
        ],
        "entities": [
            {"id": "e1", "name": "Ada Quill", "aliases": ["Quill"], "roles": [{"text": "mayor of Dornholm"}]},
            {"id": "e2", "name": "Dornholm", "aliases": [], "roles": []},
        ],
        "quotations": [
            {
                "kind": "direct",
                "text": "We lost ten boats.",
                "speaker": "e1",
                "speaker_name": "Ada Quill",
                "role": None,
                "evidence": [cite("d1", "We lost ten boats.")],
            },
            {
                "kind": "scare",
                "text": "grey",
                "speaker": None,
                "speaker_name": None,
                "role": None,
                "evidence": [cite("d1", "grey")],
            },
        ],
        "times": [{"evidence": cite("d1", "Monday"), "start": "2025-03-10", "end": "2025-03-10"}],
        "findings": [
            {
                "about": "boats",
                "verdict": "conflict",
                "tellings": [{"text": "10", "evidence": [boats]}, {"text": "12", "evidence": [also]}],
            },
            {"about": "tide", "verdict": "single", "tellings": [{"text": "2", "evidence": [tide]}]},
        ],
        "timeline": [
            {"start": "2025-03-10", "end": "2025-03-10", "status": "happened", "evidence": [cite("d1", "lost ten")]}
        ],
    }
    return {"stories": [story]}


def measured(briefing: dict[str, Any]) -> dict[str, float]:
    scores = gold.score(answers(), briefing, {"in/a.txt": TEXT, "in/b.txt": OTHER})
    return {name: tally.hits / tally.total for name, tally in scores.items()}


def test_a_brief_that_has_all_of_it_scores_full_marks() -> None:
    scores = measured(briefing())
    assert scores == dict.fromkeys(scores, 1.0)
    assert len(scores) == 20


@pytest.mark.parametrize(
    ("section", "index", "change", "lost"),
    [
        ("documents", 0, {"furniture": []}, {"furniture_found"}),
        ("documents", 0, {"furniture": [{"start": 0, "end": len(TEXT)}]}, {"article_kept"}),
        ("documents", 1, {"published": {"earliest": None, "latest": None}}, {"published_right"}),
        ("documents", 1, {"location": "elsewhere.txt"}, {"reports_read", "one_story", "published_right"}),
        ("quotations", 0, {"speaker": None, "speaker_name": "Bo Lind"}, {"speaker_right_direct", "role_attached"}),
        ("quotations", 1, {"kind": "mixed", "speaker_name": "Ada Quill"}, {"scare_left_unattributed"}),
        ("times", 0, {"start": "2025-03-17", "end": "2025-03-17"}, {"date_right"}),
        ("findings", 0, {"verdict": "agree"}, {"verdict_right", "difference_found"}),
        ("findings", 1, {"verdict": "agree"}, {"only_one_says"}),
        ("findings", 1, {"verdict": "conflict"}, {"only_one_says", "conflict_precision"}),
        ("timeline", 0, {"end": "2025-03-11"}, {"timeline_found"}),
        ("timeline", 0, {"status": "expected"}, {"status_right"}),
        ("entities", 0, {"aliases": []}, {"entity_merged"}),
    ],
)
def test_each_measure_falls_for_its_own_fault(section: str, index: int, change: dict[str, Any], lost: set[str]) -> None:
    wrong = briefing()
    wrong["stories"][0][section][index] |= change
    assert {name for name, share in measured(wrong).items() if share < 1.0} >= lost
    kept = {"citation_exact", "quotation_found_direct"} - lost
    assert {measured(wrong)[name] for name in kept} == {1.0}


def test_a_citation_that_says_other_words_is_not_exact() -> None:
    wrong = briefing()
    wrong["stories"][0]["times"][0]["evidence"]["start"] += 1
    assert measured(wrong)["citation_exact"] < 1.0


def test_a_quotation_nobody_made_costs_precision() -> None:
    wrong = briefing()
    wrong["stories"][0]["quotations"][0] |= {"evidence": [cite("d1", "Ada Quill of Dornholm")]}
    scores = measured(wrong)
    assert scores["quotation_precision"] == scores["quotation_found_direct"] == 0.0


def test_furniture_that_is_in_no_text_any_more_was_found() -> None:
    gone = answers() | {"furniture": {"a": ["Subscribe"]}}
    scores = gold.score(gone, briefing(), {"in/a.txt": TEXT, "in/b.txt": OTHER})
    assert scores["furniture_found"].hits == 1


@pytest.mark.parametrize(
    ("marks", "share"),
    [([], 0.0), ([(0, 30)], 1.0), ([(10, 15)], 0.5), ([(12, 16), (8, 13), (14, 15)], 0.6), ([(0, 10), (20, 30)], 0.0)],
)
def test_cover_counts_each_character_once(marks: list[tuple[int, int]], share: float) -> None:
    assert covered((10, 20), marks) == share


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ("Ada Quill", True),
        ("QUILL", True),
        ("Mayor Ada Quill", True),
        ("A. Quill", True),
        ("Bo Quill", False),
        ("Bo Lind", False),
        ("", False),
    ],
)
def test_a_name_is_the_same_when_no_part_of_it_differs(found: str, same: bool) -> None:
    assert same_name(found, ("Ada Quill",)) is same


def test_plain_words_have_no_case_accents_or_marks() -> None:
    assert plain("Łódź — Ünal’s  “B.O.”") == "łodz unal s b o"


@pytest.mark.parametrize("pattern", ["seeds.json", "gx_*_medium_*.json"])
def test_the_measures_are_those_of_the_shared_scorer(pattern: str, tmp_path: Path) -> None:
    reading = next(iter(sorted((SHARED / "gold").glob(pattern))), None)
    if reading is None:
        pytest.skip(f"no gold stories at {SHARED}")
    wanted = json.loads(reading.read_text(encoding="utf-8"))
    briefed = app.brief([reading.parent / wanted["reports"] / name for name in wanted["docs"].values()])
    brief = app.render(briefed, "json")
    (tmp_path / "brief.json").write_text(brief, encoding="utf-8")
    ours = gold.score(wanted, json.loads(brief), {doc.location: doc.text for doc in briefed.documents})
    command: list[str | Path] = [
        sys.executable,
        SHARED / "tools" / "score.py",
        reading,
        tmp_path / "brief.json",
        "--json",
    ]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert {name: [t.hits, t.total] for name, t in ours.items()} == {n: t for n, t in theirs.items() if t[1]}
