"""Quality on hand-read stories: every measure beside its target and its floor.

    python -m bench.quality [--raise-floors | --lower-floors REASON]

Scores the briefs of the stories in ../shared/gold with ../shared/tools/score.py, and that of the shipped example with
bench/gold.py. Fails (exit code 1) when a measure falls below its floor in bench/floors.json. Without ../shared only the
example is scored, and that is said.

Floors are pinned a little under what was measured. They rise with --raise-floors and fall only with --lower-floors,
which keeps the reason in the file; both write the table of README.md anew. Each is pinned to its data by a hash: where
../shared has changed, its floors are shown and not enforced; where the shipped example has, they must be pinned anew in
the same change.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import gold
from tellings import app

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "bench" / "floors.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"

SLACK = 0.005
"""Floors stand this far under the measured value: room for nothing but rounding, as runs repeat to the byte."""

Scores = dict[str, float]
Tallies = Mapping[str, Sequence[int]]

TARGETS: dict[str, Scores] = {
    "seeds": {
        "citation_exact": 1.0,
        "reports_read": 1.0,
        "one_story": 1.0,
        "furniture_found": 0.95,
        "article_kept": 0.95,
        "published_right": 1.0,
        "quotation_found_direct": 0.97,
        "speaker_right_direct": 0.94,
        "quotation_precision": 0.90,
        "scare_left_unattributed": 1.0,
        "role_attached": 0.85,
        "date_right": 0.85,
        "facts_aligned": 0.70,
        "verdict_right": 0.80,
        "timeline_found": 0.70,
    },
    "mean": {
        "citation_exact": 1.0,
        "quotation_found_direct": 0.90,
        "speaker_right_direct": 0.85,
        "quotation_precision": 0.85,
        "date_right": 0.75,
        "conflict_precision": 0.50,
    },
    "example": {},
}


def score_shared(folder: Path) -> dict[str, Tallies]:
    """The tallies of each gold story by its name: ``{measure: [hits, total]}``."""
    found = {}
    for answers in sorted((folder / "gold").glob("*.json")):
        found[answers.stem] = score_story(folder, answers)
    return found


def score_story(folder: Path, answers: Path, *, model: bool = True) -> Tallies:
    """The tallies of one gold story, briefed now; by rules alone without ``model``."""
    with tempfile.TemporaryDirectory() as work:
        brief = Path(work) / "brief.json"
        made = app.brief(inputs(folder, answers, Path(work)), model=model)
        brief.write_text(app.render(made, "json"), encoding="utf-8")
        return _score(folder, answers, brief)


def inputs(folder: Path, answers: Path, work: Path) -> list[Path]:
    """The seeds are read as bare text files, all others as JSON Lines with what a scraper would know."""
    if answers.stem == "seeds":
        listed = json.loads(answers.read_text(encoding="utf-8"))
        return [answers.parent / listed["reports"] / name for name in listed["docs"].values()]
    command: list[str | Path] = [sys.executable, folder / "tools" / "as_jsonl.py", answers]
    lines = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    reports = work / "reports.jsonl"
    reports.write_bytes(lines)
    return [reports]


def _score(folder: Path, answers: Path, brief: Path) -> Tallies:
    command: list[str | Path] = [sys.executable, folder / "tools" / "score.py", answers, brief, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    tallies: dict[str, list[int]] = json.loads(done.stdout)
    return tallies


def shares(tallies: Tallies) -> Scores:
    """Hits over total of each measure that was asked for at all."""
    return {name: hits / total for name, (hits, total) in tallies.items() if total}


def mean(stories: Sequence[Scores]) -> Scores:
    """The mean of each measure over the stories that have it."""
    names = dict.fromkeys(name for story in stories for name in story)
    return {name: _average([story[name] for story in stories if name in story]) for name in names}


def _average(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def fingerprint(paths: Sequence[Path], base: Path) -> str:
    """A hash of the files' names and bytes: it tells whether two runs scored the same data."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _shared_files(folder: Path) -> list[Path]:
    files = [*(folder / "gold").glob("*.json"), *(folder / "tools").glob("*.py")]
    for answers in (folder / "gold").glob("*.json"):
        listed = json.loads(answers.read_text(encoding="utf-8"))
        files += [(answers.parent / listed["reports"] / name).resolve() for name in listed["docs"].values()]
    return files


def below(scores: Mapping[str, Scores], floors: Mapping[str, Scores]) -> list[str]:
    """A sentence for each measure under its floor, or missing."""
    return [
        f"{group} {name}: {_figure(scores[group].get(name))}, floor {floor:.3f}"
        for group in scores
        for name, floor in floors.get(group, {}).items()
        if scores[group].get(name, -1.0) < floor
    ]


def repinned(scores: Mapping[str, Scores], floors: Mapping[str, Scores], *, lower: bool) -> dict[str, Scores]:
    """Floors a little under the scores; unless ``lower``, no floor falls."""
    new = {group: dict(pinned) for group, pinned in floors.items()}
    for group, measured in scores.items():
        pinned = new.setdefault(group, {})
        for name, value in measured.items():
            # A full score is pinned as it is: it says "always".
            floor = value if value == 1.0 else max(0.0, math.floor((value - SLACK) * 1000) / 1000)
            pinned[name] = floor if lower else max(floor, pinned.get(name, 0.0))
    return new


def table(scores: Mapping[str, Scores], floors: Mapping[str, Scores], stories: Mapping[str, Scores]) -> str:
    """Measures down; groups with target and floor, then every story, across. Figures of stories are in hundredths."""
    names = dict.fromkeys(name for group in (*scores.values(), *stories.values()) for name in group)
    wide = max(map(len, names), default=0)
    head = "".join(f" |{group:>8s} target  floor" for group in scores)
    rows = [f"{'':{wide}s}{head} |" + "".join(f"{n:>4d}" for n in range(1, len(stories) + 1))]
    for name in names:
        cells = "".join(
            f" |{_figure(scores[group].get(name)):>8s} {_figure(TARGETS[group].get(name)):>6s} "
            f"{_figure(floors.get(group, {}).get(name)):>6s}"
            for group in scores
        )
        each = "".join(f"{'-' if name not in story else f'{story[name] * 100:.0f}':>4s}" for story in stories.values())
        rows.append(f"{name:{wide}s}{cells} |{each}")
    rows += ["", *(f"{n:>3d} {name}" for n, name in enumerate(stories, start=1))]
    return "\n".join(rows)


def in_readme(page: str, scores: Mapping[str, Scores]) -> str:
    """The page with the table between its two marks replaced by these scores, each with its target in brackets.

    Raises:
        ValueError: when the page has not both marks.
    """
    if BEGIN not in page or END not in page:
        raise ValueError(f"README.md needs the marks {BEGIN!r} and {END!r} around its table.")
    names = dict.fromkeys(name for group in scores.values() for name in group)
    rows = ["| measure | the five seeds | mean of the gold stories | the example |", "|---|---|---|---|"]
    for name in names:
        cells = (_with_target(scores.get(group, {}).get(name), TARGETS[group].get(name)) for group in TARGETS)
        rows.append(f"| {name} | {' | '.join(cells)} |")
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    return f"{before}{BEGIN}\n" + "\n".join(rows) + f"\n{END}{after}"


def _with_target(value: float | None, target: float | None) -> str:
    return f"{_figure(value)} ({target:.2f})" if target is not None else _figure(value)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--raise-floors", action="store_true", help="pin what has become better")
    cli.add_argument(
        "--lower-floors", metavar="REASON", help="pin what was measured, even if worse; the reason is kept"
    )
    cli.add_argument("--shared", type=Path, default=SHARED, help="the folder with gold/ and tools/")
    return cli.parse_args(argv)


def _measure(shared: Path) -> tuple[dict[str, Scores], dict[str, Scores], dict[str, str]]:
    """The scores of each group, those of each story, and the fingerprint of each group's data."""
    scores: dict[str, Scores] = {}
    stories: dict[str, Scores] = {}
    data: dict[str, str] = {}
    if (shared / "gold").is_dir():
        stories = {name: shares(tallies) for name, tallies in score_shared(shared).items()}
        scores["seeds"] = stories.pop("seeds")
        scores["mean"] = mean(list(stories.values()))
        data["seeds"] = data["mean"] = fingerprint(_shared_files(shared), shared)
    else:
        print(f"No gold stories at {shared}: only the example is scored.\n")
    scores["example"] = shares(gold.tallies())
    data["example"] = fingerprint(gold.files(), ROOT)
    return scores, stories, data


def _pin(pinned: dict[str, Any], scores: Mapping[str, Scores], data: Mapping[str, str], reason: str | None) -> None:
    pinned["floors"] = repinned(scores, pinned["floors"], lower=reason is not None)
    pinned["data"] |= data
    pinned["lowered"] += [reason] if reason else []
    FLOORS.write_text(json.dumps(pinned, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if set(scores) == set(TARGETS):
        README.write_text(in_readme(README.read_text(encoding="utf-8"), scores), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 when a measure is below its floor."""
    args = _arguments(argv)
    pinned: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    # A relative or symlinked folder must not part the paths of the reports from that of the answers.
    scores, stories, data = _measure(args.shared.resolve())
    print(table(scores, pinned["floors"], stories))

    changed = [group for group in data if pinned["data"].get(group) != data[group]]
    if args.raise_floors or args.lower_floors:
        _pin(pinned, scores, data, args.lower_floors)
        changed = []
    faults = below(scores, pinned["floors"])
    for group in changed:
        print(
            f"\nThe data behind {group!r} is not that of its floors; --raise-floors or --lower-floors pins them to it."
        )
    if faults:
        print("\nBelow the floor:", *faults, sep="\n  ")
    stale = "example" in changed
    return 1 if stale or any(fault.partition(" ")[0] not in changed for fault in faults) else 0


if __name__ == "__main__":
    sys.exit(main())
