"""Trains the shipped encoder from data to a folder of ONNX: one command, resumable, seeds fixed.

    python -m train.encoder --data DATA --base FOLDER --work FOLDER [--ship FOLDER] [--recipe open|full]

``--work`` holds checkpoints and the log; a second run with the same folder goes on where the first stopped.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from tellings.engines.encoder.decode import Findings, decode
from tellings.engines.encoder.pieces import WordPieces, read_pieces
from train.encoder import corpora, measure
from train.encoder.corpora import Example
from train.encoder.export import export
from train.encoder.learn import Plan, learn, score
from train.encoder.net import Encoder, from_base, load_base
from train.encoder.targets import Lesson, lessons
from train.encoder.vectors import learn_vectors

LABELS = Path(__file__).resolve().parents[1] / "labels" / "labels.jsonl"
_SMALL = {"gum": 0.5, "wikigold": 0.5, "re3d": 0.5, "crossner": 0.3, "uds": 0.3}
PLANS = {
    "open": Plan(6, {**_SMALL, "gmb": 0.15, "wikinews": 2.0, "gmb_labelled": 1.5, "gum_labelled": 1.5}),
    "full": Plan(3, {**_SMALL, "gmb": 0.05, "wikinews": 2.0}),
}
"""The settings of each recipe. GMB is large and silver, the small coarse corpora differ in habits: less of each."""


def main() -> int:
    """Trains; prints and logs the figures after every epoch."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, required=True, help="the folder with entities/, attribution/, status/ ...")
    cli.add_argument("--base", type=Path, required=True, help="the folder with model.safetensors and tokenizer.json")
    cli.add_argument("--work", type=Path, required=True, help="checkpoints and log")
    cli.add_argument("--ship", type=Path, help="the folder for model.onnx and tokenizer.json when all is learnt")
    cli.add_argument("--recipe", choices=("open", "full"), default="open")
    cli.add_argument("--threads", type=int, default=2)
    args = cli.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(True)
    log = _logger(args.work / "train.log")
    base = load_base(args.base)
    tokenizer = read_pieces(base.tokenizer)
    source = corpora.open_corpora if args.recipe == "open" else corpora.full_corpora
    school = _lessons(tokenizer, list(source(args.data, LABELS)))
    log(f"{args.recipe}: {len(school)} windows, {sum(len(x.window.pieces) for x in school)} pieces")
    judge = Judge(tokenizer, args.data)
    plan = PLANS[args.recipe]
    torch.manual_seed(plan.seed)
    net = from_base(base)
    learn(net, school, plan, args.work, log, judge=judge.all)
    if args.ship:
        tower, mean = learn_vectors(base, school, args.work, log)
        for folder, int8 in ((args.ship, True), (args.work / "fp32", False)):
            export(_arrays(net), _arrays(tower), mean.numpy(), base.tokenizer, folder, int8=int8)
        log(f"written to {args.ship}; in full precision to {args.work / 'fp32'}")
    return 0


def _arrays(net: torch.nn.Module) -> dict[str, "np.typing.NDArray[np.float32]"]:
    return {name: weight.numpy() for name, weight in net.state_dict().items()}


def _logger(path: Path) -> Callable[[str], None]:
    def log(line: str) -> None:
        stamped = f"{time.strftime('%H:%M:%S')} {line}"
        print(stamped, flush=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(stamped + "\n")

    return log


def _lessons(tokenizer: WordPieces, examples: Sequence[Example]) -> list[Lesson]:
    return [lesson for number, example in enumerate(examples) for lesson in lessons(tokenizer, number, example)]


class Judge:
    """The figures that are logged while learning, on texts nothing is trained on."""

    def __init__(self, tokenizer: WordPieces, data: Path) -> None:
        worldwide = corpora.tagged(
            "worldwide", data / "entities" / "worldwide_dev.jsonl", tags="orig", scheme="worldwide"
        )
        self._news = list(worldwide)[:40]
        self._held = list(corpora.wikinews(data, LABELS, held_back=True))
        self._web = list(corpora.uds(data, "dev"))[:150]
        self._polnear = list(corpora.polnear(data, "dev"))[:30]
        self._lessons = {id(x): _lessons(tokenizer, x) for x in (self._news, self._held, self._web, self._polnear)}

    def names(self, net: Encoder) -> str:
        return f"names {measure.names(self._news, self._found(net, self._news))}"

    def attributions(self, net: Encoder) -> str:
        held = measure.attributions(self._held, self._found(net, self._held))
        polnear = measure.attributions(self._polnear, self._found(net, self._polnear), speech_only=False)
        return f"held back {held} | PolNeAR {polnear}"

    def events(self, net: Encoder) -> str:
        lines = []
        for name, examples in (("web", self._web), ("held back", self._held)):
            counted = measure.statuses(self._lessons[id(examples)], reader(net))
            mean, each = measure.macro_f1(counted)
            shown = ", ".join(f"{c} {f:.3f} of {n}" for c, (f, n) in each.items())
            lines.append(f"{name} {mean:.3f} ({shown})")
        return " | ".join(lines)

    def all(self, net: Encoder) -> str:
        return f"\n  {self.names(net)}\n  {self.attributions(net)}\n  {self.events(net)}"

    def _found(self, net: Encoder, examples: list[Example]) -> dict[int, list[Findings]]:
        return measure.gather(self._lessons[id(examples)], reader(net))


def reader(net: Encoder) -> measure.Read:
    """A network as something that reads lessons."""

    def read(school: Sequence[Lesson]) -> Iterator[tuple[int, Findings, "np.typing.NDArray[np.float32]"]]:
        for chosen, scores in score(net, school):
            table = scores.numpy()
            found = decode([school[k].window for k in chosen], table)
            for row, k in enumerate(chosen):
                yield k, found[row], table[row]

    return read


if __name__ == "__main__":
    sys.exit(main())
