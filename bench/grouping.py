"""Reports grouped into stories, against a pool of hand-grouped ones: BCubed precision, recall and F1.

    python -m bench.grouping [FILE]

FILE holds one report a line (``text``, ``title``, ``published``, ``story``); the default is the development pool beside
the repository. BCubed is that of Bagga and Baldwin (1998); the largest stray story is the largest one of which no two
reports belong together.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import Any

from tellings.flow import group_readings, read_documents
from tellings.model.document import Document, Published
from tellings.ports import RulesOnly

DATA = Path(__file__).resolve().parents[2] / "shared/data/stories/pool.jsonl.gz"


def read_pool(path: Path) -> tuple[list[Document], dict[str, str]]:
    """The reports as documents, and the story each belongs to by document id."""
    documents, story_of = [], {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row: Mapping[str, Any] = json.loads(line)
            published = Published()
            if row["published"]:
                day = date.fromisoformat(row["published"][:10])
                published = Published(day, day, "metadata", why="given in the pool")
            doc = Document(f"d{number}", row["id"], row["text"], row["title"], row["outlet"], published=published)
            documents.append(doc)
            story_of[doc.id] = row["story"]
    return documents, story_of


def score(
    clusters: Sequence[Sequence[str]], story_of: Mapping[str, str], docs: Set[str] | None = None
) -> tuple[float, float, float]:
    """BCubed precision, recall and F1: each the mean over the reports, or over ``docs`` among them."""
    wanted = story_of.keys() if docs is None else docs
    sizes = Counter(story_of.values())
    precision = recall = 0.0
    for cluster in clusters:
        counts = Counter(story_of[doc] for doc in cluster)
        for doc in wanted & set(cluster):
            precision += counts[story_of[doc]] / len(cluster)
            recall += counts[story_of[doc]] / sizes[story_of[doc]]
    precision, recall = precision / len(wanted), recall / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Prints one line of figures, or says why there are none."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.exists():
        print(f"No pool of grouped reports at {path}: nothing measured.")
        return
    documents, story_of = read_pool(path)
    readings = read_documents(documents, RulesOnly())
    began = time.perf_counter()
    clusters = [story.documents for story in group_readings(readings)]
    took = time.perf_counter() - began
    precision, recall, f1 = score(clusters, story_of)
    stray = max((len(c) for c in clusters if len({story_of[d] for d in c}) == len(c)), default=0)
    print(
        f"{len(documents)} reports, {len(clusters)} stories ({len(set(story_of.values()))} by hand): "
        f"BCubed P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; largest stray story {stray}; {took:.1f} s to group"
    )


if __name__ == "__main__":
    main()
