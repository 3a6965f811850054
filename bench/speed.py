"""Speed and memory on this machine, beside a peer in the same run. Measured, printed, never tested against a clock.

    python -m bench.speed [--runs N] [REPORT ...]

Every figure is the median of several runs, each in a fresh process; rates count the seconds of the processor, which
other work on the machine disturbs less. Reports default to the five seeds of ../shared, and without it to the shipped
example; rates of reading are over the sixty reports of ../shared nearest to 600 words, where it is there.

Peers, in the same run and on the same words: trafilatura extracting the main text from plain HTML, which does less
than a reading and is what the field calls fast; and a spaCy pipeline of the usual size (tok2vec, tagger, parser,
names), with random weights, which cost the same as trained ones. Reading with the encoder and spaCy are timed by the
clock with all cores, and also beside the rate that this machine's int8 matrix products would allow if there were
nothing else to do.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
EXAMPLE = ROOT / "examples" / "harsk_dam"
POOL = ROOT.parent / "shared" / "data" / "stories" / "pool.jsonl.gz"

WORDS = 600
"""Articles are counted by this many words: the size of an ordinary report."""

_IMPORT = "import time; t = time.perf_counter(); import tellings; print(time.perf_counter() - t)"


def end_to_end(reports: Sequence[Path], runs: int, *options: str) -> tuple[float, float]:
    """Median wall time in seconds and peak memory in MB of ``tellings brief --json``, started cold."""
    walls, peaks = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(
            [Path(sys.executable).with_name("tellings"), "brief", "--json", *options, *map(str, reports)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - begun)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"tellings brief ended with {process.returncode}")
        peaks.append(usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))
    return statistics.median(walls), statistics.median(peaks)


def in_fresh_processes(arguments: Sequence[str], runs: int) -> float:
    """The median of the number that each process prints."""
    done = [
        subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT, stdin=subprocess.DEVNULL
        )
        for _ in range(runs)
    ]
    return statistics.median(float(one.stdout) for one in done)


def read_rate(reports: Sequence[Path]) -> float:
    """Articles of 600 words a second of one core through ``read_documents``, imports and a first round left out."""
    from tellings import flow
    from tellings.model.document import Document
    from tellings.ports import RulesOnly

    texts = _texts(reports)
    documents = [Document(f"d{n}", f"{n}.txt", text) for n, text in enumerate(texts)]
    flow.read_documents(documents, RulesOnly())
    begun = time.process_time()
    flow.read_documents(documents, RulesOnly())
    return _articles(texts) / (time.process_time() - begun)


def model_rate(reports: Sequence[Path]) -> float:
    """Articles of 600 words a second by the clock through ``read_documents`` with the shipped encoder, all cores."""
    from tellings import flow
    from tellings.engines.encoder.recogniser import EncoderRecogniser
    from tellings.model.document import Document

    texts = _texts(reports)
    documents = [Document(f"d{n}", f"{n}.txt", text) for n, text in enumerate(texts)]
    recogniser = EncoderRecogniser()
    flow.read_documents(documents[:2], recogniser)
    begun = time.perf_counter()
    flow.read_documents(documents, recogniser)
    return _articles(texts) / (time.perf_counter() - begun)


def spacy_rate(reports: Sequence[Path]) -> float:
    """The same for a spaCy pipeline with random weights."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    for pipe in ("tok2vec", "tagger", "parser", "ner"):
        nlp.add_pipe(pipe)
    doc = nlp.make_doc("Marek visited Harsk .")
    told = {"tags": ["NNP", "VBD", "NNP", "."], "heads": [1, 1, 1, 1], "deps": ["nsubj", "ROOT", "dobj", "punct"]}
    nlp.initialize(lambda: [Example.from_dict(doc, {**told, "entities": ["U-PERSON", "O", "U-GPE", "O"]})])
    texts = _texts(reports)
    list(nlp.pipe(texts[:2]))
    begun = time.perf_counter()
    list(nlp.pipe(texts))
    return _articles(texts) / (time.perf_counter() - begun)


def int8_limit(reports: Sequence[Path]) -> float:
    """Articles a second if the encoder's matrix products, at this machine's rate with all cores, were all there is."""
    from bench.encoder import int8_rate
    from tellings.engines.encoder.session import shipped

    texts = _texts(reports)
    pieces = sum(len(shipped().tokenizer.cut(text).ids) for text in texts)
    work = pieces * 6 * 2 * (4 * 384 * 384 + 2 * 384 * 1536)
    return _articles(texts) * int8_rate(0) / work


def peer_rate(reports: Sequence[Path]) -> float:
    """The same for trafilatura's extraction of the same words from plain HTML."""
    import trafilatura

    texts = _texts(reports)
    pages = [
        "<html><body><article>"
        + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        + "</article></body></html>"
        for text in texts
    ]
    trafilatura.extract(pages[0])
    begun = time.process_time()
    for page in pages:
        trafilatura.extract(page)
    return _articles(texts) / (time.process_time() - begun)


def _texts(reports: Sequence[Path]) -> list[str]:
    if not reports and POOL.is_file():
        with gzip.open(POOL, "rt", encoding="utf-8") as lines:
            texts = [str(json.loads(line)["text"]) for line in lines]
        return sorted(texts, key=lambda text: abs(len(text.split()) - WORDS))[:60]
    return [path.read_text(encoding="utf-8-sig", errors="replace") for path in reports or _default_reports()]


def _articles(texts: Sequence[str]) -> float:
    return sum(len(text.split()) for text in texts) / WORDS


def _default_reports() -> list[Path]:
    folder = SEEDS if SEEDS.is_dir() else EXAMPLE
    return sorted(folder.glob("*.txt"))


_RATES: dict[str, Callable[[Sequence[Path]], float]] = {
    "rules": read_rate,
    "model": model_rate,
    "spacy": spacy_rate,
    "trafilatura": peer_rate,
    "limit": int8_limit,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("reports", nargs="*", type=Path)
    cli.add_argument("--runs", type=int, default=5)
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--only", choices=sorted(_RATES), help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    given = [path.resolve() for path in args.reports]
    if args.only:
        print(_RATES[args.only](given))
        return 0
    reports = given or _default_reports()
    wall, peak = end_to_end(reports, args.runs)
    rules_wall, rules_peak = end_to_end(reports, args.runs, "--no-model")
    names = [str(path) for path in given]
    rate = {
        what: in_fresh_processes(["-m", "bench.speed", "--only", what, *names], args.runs) for what in sorted(_RATES)
    }
    figures = {
        "reports": len(reports),
        "brief_cold_s": round(wall, 2),
        "brief_peak_mb": round(peak),
        "brief_no_model_cold_s": round(rules_wall, 2),
        "brief_no_model_peak_mb": round(rules_peak),
        "import_ms": round(1000 * in_fresh_processes(["-c", _IMPORT], args.runs)),
        "read_articles_per_s": round(rate["model"], 1),
        "read_no_model_articles_per_cpu_s": round(rate["rules"], 1),
        "spacy_articles_per_s": round(rate["spacy"], 1),
        "trafilatura_articles_per_cpu_s": round(rate["trafilatura"], 1),
        "int8_limit_articles_per_s": round(rate["limit"], 1),
        "read_over_spacy": round(rate["model"] / rate["spacy"], 2),
        "read_over_int8_limit": round(rate["model"] / rate["limit"], 2),
    }
    print(json.dumps(figures) if args.json else "\n".join(f"{name:34s} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
