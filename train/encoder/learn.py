"""The loop: batches by length, one schedule, a checkpoint every epoch, the same seeds the same run."""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from tellings.engines.encoder.labels import LINK_WIDTH, columns
from train.encoder.net import Encoder
from train.encoder.targets import LAYERS, WIDTHS, Lesson

COLUMNS = columns()
Log = Callable[[str], None]
Ints = npt.NDArray[np.int64]
WEIGHTS = {"names": 2.0}
"""How much a layer counts beside the others: names are one layer of eight, and learn slowest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn. ``shares`` says how much of a corpus an epoch sees (2.0: twice, 0.3: another third each time)."""

    epochs: int
    shares: dict[str, float]
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.07
    pieces: int = 2048
    seed: int = 1


def draw(lessons: Sequence[Lesson], plan: Plan, epoch: int) -> list[int]:
    """The lessons of one epoch."""
    dice = random.Random(f"{plan.seed}:{epoch}")
    by_corpus: dict[str, list[int]] = {}
    for k, lesson in enumerate(lessons):
        by_corpus.setdefault(lesson.corpus, []).append(k)
    drawn = []
    for corpus, members in sorted(by_corpus.items()):
        share = plan.shares.get(corpus, 1.0)
        drawn += members * int(share)
        part = int(len(members) * (share % 1))
        order = sorted(members, key=lambda k: random.Random(f"{plan.seed}:{k}").random())
        at = (epoch * part) % max(1, len(order))
        drawn += (order + order)[at : at + part]
    dice.shuffle(drawn)
    return drawn


def batches(lessons: Sequence[Lesson], drawn: Sequence[int], plan: Plan, epoch: int) -> list[list[int]]:
    """Lessons of like length together, at most ``plan.pieces`` padded pieces a batch, in a drawn order."""
    dice = random.Random(f"{plan.seed}:{epoch}:batches")
    shelves: dict[int, list[int]] = {}
    for k in drawn:
        shelves.setdefault(lessons[k].window.padded(), []).append(k)
    made = []
    for length, members in sorted(shelves.items()):
        size = max(1, plan.pieces // length)
        made += [members[at : at + size] for at in range(0, len(members), size)]
    dice.shuffle(made)
    return made


@dataclass(slots=True)
class Batch:
    """Padded tensors of some lessons: int64 [batch, length] each."""

    pieces: Tensor
    shapes: Tensor
    present: Tensor
    masks: dict[str, Tensor]
    links: dict[str, Tensor]
    heads: Tensor


def collate(lessons: Sequence[Lesson], chosen: Sequence[int], dice: random.Random | None) -> Batch:
    """Pads lessons into tensors; now and then a window loses its capitals or gets only capitals."""
    length = max(lessons[k].window.padded() for k in chosen)
    size = len(chosen)
    ints = {name: np.zeros((size, length), dtype=np.int64) for name in ("pieces", "shapes", "present", "heads")}
    masks = {layer: np.zeros((size, length), dtype=np.int64) for layer in LAYERS}
    links = {part: np.full((size, length), -1, dtype=np.int64) for part in ("cue", "source")}
    for row, k in enumerate(chosen):
        lesson = lessons[k]
        n = len(lesson.window.pieces)
        ints["pieces"][row, :n] = lesson.window.pieces
        ints["shapes"][row, :n] = _recased(lesson.window.shapes, dice.random()) if dice else lesson.window.shapes
        ints["present"][row, :n] = 1
        ints["heads"][row, :n] = lesson.window.heads
        for layer in LAYERS:
            masks[layer][row, :n] = lesson.masks[layer]
        for part in links:
            links[part][row, :n] = lesson.links[part]
    t = {name: torch.from_numpy(a) for name, a in ints.items()}
    return Batch(
        t["pieces"],
        t["shapes"],
        t["present"],
        {k: torch.from_numpy(v) for k, v in masks.items()},
        {k: torch.from_numpy(v) for k, v in links.items()},
        t["heads"],
    )


def _recased(shapes: Ints, throw: float) -> Ints:
    """Three windows in a hundred lose their capitals, five get only capitals: titles and posts are written so."""
    if throw >= 0.08:
        return shapes
    return np.where((shapes >= 1) & (shapes <= 4), 1 if throw < 0.03 else 3, shapes)


def loss_of(scores: Tensor, batch: Batch) -> Tensor:
    """Sum over the layers of the mean loss of a word, where something is known, and of the ties."""
    total = scores.new_zeros(())
    for layer in LAYERS:
        table = functional.log_softmax(scores[..., COLUMNS[layer]], dim=-1)
        allowed = (batch.masks[layer][..., None] >> torch.arange(WIDTHS[layer])) & 1
        known = (batch.masks[layer] > 0).float()
        each = -torch.logsumexp(table.masked_fill(allowed == 0, -1e4), dim=-1) * known
        total = total + WEIGHTS.get(layer, 1.0) * each.sum() / known.sum().clamp(min=1.0)
    for part, places in batch.links.items():
        row, at = torch.nonzero(places >= 0, as_tuple=True)
        if not len(row):
            continue
        query = scores[row, at][:, COLUMNS[f"{part}_query"]]
        keys = scores[row][:, :, COLUMNS[f"{part}_key"]]
        near = (keys @ query[:, :, None])[:, :, 0] * LINK_WIDTH**-0.5
        open_to = batch.heads[row].bool()
        open_to[:, 0] = True
        total = total + functional.cross_entropy(near.masked_fill(~open_to, -1e4), places[row, at])
    return total


def learn(
    net: Encoder,
    lessons: Sequence[Lesson],
    plan: Plan,
    folder: Path,
    log: Log,
    judge: Callable[[Encoder], str] | None = None,
) -> None:
    """Learns in place; goes on from the last checkpoint of ``folder`` where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [batches(lessons, draw(lessons, plan, e), plan, e) for e in range(plan.epochs)]
    steps = sum(len(m) for m in made)
    slow = [p for n, p in net.tuned() if not n.startswith(("heads.", "shapes."))]
    fast = [p for n, p in net.tuned() if n.startswith(("heads.", "shapes."))]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": plan.rate}, {"params": fast, "lr": plan.head_rate}], weight_decay=0.01, fused=True
    )
    warm = max(1, int(steps * plan.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    begin, kept = 0, folder / "last.pt"
    if kept.exists():
        state = torch.load(kept, weights_only=True)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        begin = state["epoch"] + 1
        log(f"{folder.name}: goes on after epoch {begin}")
    for epoch in range(begin, plan.epochs):
        _epoch(net, lessons, plan, made[epoch], epoch, optimiser, schedule, log, folder.name)
        state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save({**state, "epoch": epoch}, folder / "writing.pt")
        (folder / "writing.pt").replace(kept)
        if judge:
            log(f"{folder.name} epoch {epoch + 1}: {judge(net)}")


def _epoch(net, lessons, plan, made, epoch, optimiser, schedule, log, name):  # type: ignore[no-untyped-def]
    torch.manual_seed(plan.seed * 1000 + epoch)
    dice = random.Random(f"{plan.seed}:{epoch}:shapes")
    net.train()
    started, seen, mean = time.monotonic(), 0, 0.0
    for number, chosen in enumerate(made):
        batch = collate(lessons, chosen, dice)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = net(batch.pieces, batch.shapes, batch.present)
        loss = loss_of(scores, batch)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"{name}: the loss is {loss.item()} at batch {number} of epoch {epoch + 1}")
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], 1.0)
        optimiser.step()
        schedule.step()
        seen += batch.pieces.numel()
        mean += loss.item()
        if number % 100 == 99 or number == len(made) - 1:
            rate = seen / (time.monotonic() - started)
            log(
                f"{name} epoch {epoch + 1} batch {number + 1}/{len(made)}: "
                f"loss {mean / (number + 1):.4f}, {rate:.0f} pieces/s"
            )


@torch.no_grad()
def score(net: Encoder, lessons: Sequence[Lesson], pieces: int = 4096) -> Iterator[tuple[list[int], Tensor]]:
    """Scores of lessons in batches by length: (indices, float [batch, length, WIDTH])."""
    net.eval()
    plan = Plan(1, {}, pieces=pieces)
    for chosen in batches(lessons, range(len(lessons)), plan, 0):
        batch = collate(lessons, chosen, None)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            yield chosen, net(batch.pieces, batch.shapes, batch.present)
