"""Furniture left in text that a tool has extracted: bag-of-words figures before and after masking, for each tool.

    python bench/residue.py [FILE]

FILE holds one pair a line (``tool``, ``text``, ``gold``); the default is the development copy beside the repository.
Figures are means over pages, as the article-extraction benchmark counts them: words with their number of times.
"""

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from tellings.find.furniture import find_furniture, survey_sites
from tellings.find.layout import find_layout
from tellings.model.document import Document
from tellings.text.lines import words_of

DATA = Path(__file__).resolve().parents[2] / "shared/data/residue/article_extraction_benchmark.jsonl.gz"


class Score(NamedTuple):
    """Precision, recall and F1 of one page, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def bag_score(words: list[str], gold: list[str]) -> Score:
    """How well ``words`` holds the words of ``gold``, order aside."""
    have, want = Counter(words), Counter(gold)
    both = sum((have & want).values())
    precision = both / len(words) if words else float(not gold)
    recall = both / len(gold) if gold else 1.0
    return Score(
        precision, recall, 2 * precision * recall / (precision + recall) if both else float(not words and not gold)
    )


def masked(doc: Document) -> str:
    """The text of a report without its furniture."""
    kept, at = [], 0
    for piece in find_furniture(doc, find_layout(doc), survey_sites([doc])):
        kept.append(doc.text[at : piece.span.start])
        at = piece.span.end
    return "\n".join([*kept, doc.text[at:]])


def measure(path: Path) -> dict[str, list[tuple[Score, Score]]]:
    """For each tool the (before, after) scores of its pages."""
    scores: dict[str, list[tuple[Score, Score]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as pairs:
        for number, line in enumerate(pairs):
            pair = json.loads(line)
            if not pair["text"].strip():
                continue
            gold = words_of(pair["gold"])
            doc = Document(id=f"d{number}", location=pair["id"], text=pair["text"])
            scores[pair["tool"]].append(
                (bag_score(words_of(pair["text"]), gold), bag_score(words_of(masked(doc)), gold))
            )
    return scores


def main() -> int:
    """Prints the table; 1 when a tool's F1 did not rise or its recall fell by more than .005."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.exists():
        print(f"residue: skipped, there is no {path}")
        return 0
    print(
        f"{'tool':24s} {'pages':>5s}  {'before P':>8s} {'R':>6s} {'F1':>6s}   {'after P':>8s} {'R':>6s} {'F1':>6s}"
        f"  {'F1 +':>6s} {'R lost':>6s}"
    )
    good = True
    for tool, pairs in sorted(measure(path).items()):
        before, after = (
            [sum(part) / len(pairs) for part in zip(*side, strict=True)] for side in zip(*pairs, strict=True)
        )
        rise, lost = after[2] - before[2], before[1] - after[1]
        good = good and rise > 0 and lost <= 0.005
        figures = "   ".join(
            " ".join(f"{value:8.4f}" if i == 0 else f"{value:6.4f}" for i, value in enumerate(side))
            for side in (before, after)
        )
        print(f"{tool:24s} {len(pairs):5d}  {figures}  {rise:+.4f} {lost:.4f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
