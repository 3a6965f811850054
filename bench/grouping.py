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

import numpy as np

from tellings.flow import group_readings, read_documents
from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.ports import RulesOnly

DATA = Path(__file__).resolve().parents[2] / "shared/data/stories/pool.jsonl.gz"


RIVAL_CUTS = [at / 100 for at in range(70, 96)]


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


def rival(readings: Sequence[Reading], story_of: Mapping[str, str]) -> tuple[float, list[list[str]]]:
    """TF-IDF average linkage at the distance that suits the pool best, and its clusters."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    docs = [reading.document.id for reading in readings]
    texts = [f"{reading.document.title or ''}\n{reading.document.text}" for reading in readings]
    likeness = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    far = 1.0 - np.clip((likeness @ likeness.T).toarray(), 0.0, 1.0)
    best: tuple[float, float, list[list[str]]] = (0.0, 0.0, [])
    for cut in RIVAL_CUTS:
        method = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=cut)
        clusters: dict[int, list[str]] = {}
        for doc, label in zip(docs, method.fit_predict(far), strict=True):
            clusters.setdefault(int(label), []).append(doc)
        found = score(list(clusters.values()), story_of)[2]
        best = max(best, (found, cut, list(clusters.values())))
    return best[1], best[2]


def report(name: str, clusters: Sequence[Sequence[str]], story_of: Mapping[str, str], target: str) -> None:
    """Prints one line of figures."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    of = {doc: number for number, cluster in enumerate(clusters) for doc in cluster}
    docs = sorted(story_of)
    answer, found = [story_of[doc] for doc in docs], [of[doc] for doc in docs]
    precision, recall, f1 = score(clusters, story_of)
    stray = max((len(c) for c in clusters if len({story_of[d] for d in c}) == len(c)), default=0)
    print(
        f"{name:28} BCubed P {precision:.3f} R {recall:.3f} F1 {f1:.3f}{target}, "
        f"AMI {adjusted_mutual_info_score(answer, found):.3f}, ARI {adjusted_rand_score(answer, found):.3f}, "
        f"{len(clusters)} stories ({len(set(answer))} by hand), largest stray story {stray} (at most 3)",
        flush=True,
    )


def main() -> None:
    """Prints a line of figures for each way, or says why there are none."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.exists():
        print(f"No pool of grouped reports at {path}: nothing measured.")
        return
    documents, story_of = read_pool(path)
    readings = read_documents(documents, RulesOnly())
    for name, stream, target in (("day by day", False, ".92"), ("one by one", True, ".91")):
        began = time.perf_counter()
        clusters = [story.documents for story in group_readings(readings, stream=stream)]
        report(f"{name}, {time.perf_counter() - began:.1f} s", clusters, story_of, f" (target {target})")
    cut, clusters_of_rival = rival(readings, story_of)
    report(f"TF-IDF linkage, cut at {cut:.2f}", clusters_of_rival, story_of, "")


if __name__ == "__main__":
    main()
