"""What the gold stories show to go wrong: every measure pooled, with how often nothing came out and how often else.

    python -m bench.misses [--show MEASURE] [--no-model]

Briefs the stories in ../shared/gold but the five seeds and lists what ../shared/tools/score.py calls a miss. Where
bench.quality prints the mean of the stories' shares, here all stories are poured together: misses of how many,
``nothing`` where no line of the brief answers, ``other`` where one does and says something else (0 for measures that do
not tell these apart). With --show the misses of one measure are printed, words of reports among them: for reading, not
for keeping. What kinds they are was sorted by hand and stands in docs/explanation/error-analysis.md.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.quality import SHARED, inputs
from tellings import app

_MEASURE = re.compile(r"(\w+)\s+[\d.]+ \((\d+)/(\d+)\)")


class Pool:
    """Hits, totals and misses by measure, over stories."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.missed: dict[str, list[str]] = defaultdict(list)

    def add(self, story: str, lines: Iterable[str]) -> None:
        """Takes in what score.py printed with ``--misses`` of one story."""
        measure = ""
        for line in lines:
            if found := _MEASURE.match(line):
                measure = found[1]
                self.counts[measure].update(hits=int(found[2]), total=int(found[3]))
            elif measure and line.strip():
                if got := re.search(r"(?:-> |got )(.*)$", line.strip()):
                    self.counts[measure]["nothing" if got[1] in ("[]", "''") else "other"] += 1
                self.missed[measure].append(f"{story}: {line.strip().removeprefix('- ')}")


def score_story(folder: Path, answers: Path, *, model: bool) -> str:
    """What score.py prints of one gold story, briefed now."""
    with tempfile.TemporaryDirectory() as work:
        brief = Path(work) / "brief.json"
        made = app.brief(inputs(folder, answers, Path(work)), model=model)
        brief.write_text(app.render(made, "json"), encoding="utf-8")
        command: list[str | Path] = [sys.executable, folder / "tools" / "score.py", answers, brief, "--misses"]
        return subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def table(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """A line for each measure that was asked for, those with a miss."""
    lines = [f"{'measure':26} missed    of  share  nothing  other"]
    for name, of in counts.items():
        missed = of["total"] - of["hits"]
        if missed:
            share = missed / of["total"]
            lines.append(
                f"{name:26} {missed:6} {of['total']:5}  {share:.3f}  {of.get('nothing', 0):7}  {of.get('other', 0):5}"
            )
    return lines


def main() -> int:
    """Prints the table, or the misses of one measure."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--show", default="", metavar="MEASURE", help="print what was missed of one measure")
    cli.add_argument("--no-model", action="store_true", help="read by rules alone")
    args = cli.parse_args()
    stories = [path for path in sorted((SHARED / "gold").glob("*.json")) if path.stem != "seeds"]
    if not stories:
        print("No gold stories beside the repository: nothing to score.")
        return 0
    pool = Pool()
    for answers in stories:
        pool.add(answers.stem, score_story(SHARED, answers, model=not args.no_model).splitlines())
    print("\n".join(pool.missed[args.show] if args.show else table(pool.counts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
