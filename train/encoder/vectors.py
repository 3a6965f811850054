"""The tower of sentence vectors: four layers that learn to place sentences as the six of the base do.

Tuning for labels destroys the sense of likeness, and all six layers twice would not fit the budget of the shipped file.
The tower shares the word table. It learns from texts alone, without labels: each piece's last vector and each
sentence's mean shall come out as in the base, the sentences standing in windows as they will be read.
"""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from tellings.engines.encoder.windows import MARK
from train.encoder.learn import Log, Plan, batches, collate
from train.encoder.net import EPSILON, HIDDEN, LAYERS, Base, Layer
from train.encoder.targets import Lesson

TAKEN = (0, 1, 3, 5)
"""The layers of the base that the tower begins with."""
EPOCHS = 2
PIECES_LEARNT = 250_000


class Tower(nn.Module):
    """Word pieces to vectors: float [batch, length, HIDDEN]; ``taken`` are the base's layers it starts with."""

    def __init__(self, base: Base, taken: Sequence[int]) -> None:
        super().__init__()
        weights = base.weights
        self.words = nn.Embedding.from_pretrained(weights["words.weight"], freeze=True)
        self.positions = nn.Parameter(weights["positions.weight"].clone())
        self.kind = nn.Parameter(weights["kind"].clone())
        self.start_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.start_norm.load_state_dict({end: weights[f"start_norm.{end}"] for end in ("weight", "bias")})
        self.layers = nn.ModuleList(Layer() for _ in taken)
        for layer, number in zip(self.layers, taken, strict=True):
            begin = f"layers.{number}."
            layer.load_state_dict({k.removeprefix(begin): v for k, v in weights.items() if k.startswith(begin)})

    def forward(self, pieces: Tensor, present: Tensor) -> Tensor:
        mask = (present[:, None, None, :].float() - 1) * 1e4
        x = self.start_norm(self.words(pieces) + self.positions[: pieces.shape[1]] + self.kind)
        for layer in self.layers:
            x = layer(x, mask)
        return x


def sentence_means(vectors: Tensor, owners: Tensor) -> Tensor:
    """The mean vector of every sentence of a batch; ``owners`` int64 [batch, length] numbers them, ``MARK`` is none."""
    inside = owners != MARK
    rows = torch.arange(len(owners))[:, None] * (int(owners.max()) + 1) + owners
    _, index = torch.unique(rows[inside], return_inverse=True)
    sums = torch.zeros(int(index.max()) + 1, HIDDEN).index_add_(0, index, vectors[inside].float())
    counts = torch.bincount(index).clamp(min=1)[:, None]
    return nn.functional.normalize(sums / counts, dim=-1)


def owners_of(lessons: Sequence[Lesson], chosen: Sequence[int], length: int) -> Tensor:
    """Which sentence each piece of a batch stands in."""
    owners = torch.full((len(chosen), length), MARK)
    for row, k in enumerate(chosen):
        numbers = torch.from_numpy(lessons[k].window.sentences)
        owners[row, : len(numbers)] = numbers
    return owners


def learn_vectors(base: Base, lessons: Sequence[Lesson], folder: Path, log: Log) -> tuple[Tower, Tensor]:
    """The tower, and the mean sentence vector of the texts it learnt from (float [HIDDEN])."""
    kept = folder / "vectors.pt"
    tower = Tower(base, TAKEN)
    if kept.exists():
        state = torch.load(kept, weights_only=True)
        tower.load_state_dict(state["tower"])
        return tower, state["mean"]
    torch.manual_seed(7)
    teacher = Tower(base, range(LAYERS)).eval()
    order = list(range(len(lessons)))
    random.Random(7).shuffle(order)
    drawn, pieces = [], 0
    for k in order:
        if pieces < PIECES_LEARNT:
            drawn.append(k)
            pieces += len(lessons[k].window.pieces)
    made = [b for e in range(EPOCHS) for b in batches(lessons, drawn, Plan(1, {}, pieces=3072, seed=7), e)]
    optimiser = torch.optim.AdamW(
        [p for p in tower.parameters() if p.requires_grad], lr=5e-4, weight_decay=0.0, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-4, len(made), pct_start=0.1)
    mean, count = torch.zeros(HIDDEN), 0
    started, seen = time.monotonic(), 0
    for number, chosen in enumerate(made):
        batch = collate(lessons, chosen, None)
        owners = owners_of(lessons, chosen, batch.pieces.shape[1])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            with torch.no_grad():
                wanted = teacher(batch.pieces, batch.present).float()
            found = tower(batch.pieces, batch.present).float()
        inside = owners != MARK
        apart = (found[inside] - wanted[inside]).pow(2).mean() / wanted[inside].pow(2).mean()
        near = (sentence_means(found, owners) * sentence_means(wanted, owners)).sum(-1).mean()
        loss = apart + 2 * (1 - near)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in tower.parameters() if p.requires_grad], 1.0)
        optimiser.step()
        schedule.step()
        seen += batch.pieces.numel()
        if number >= len(made) // 2:
            means = sentence_means(found.detach(), owners)
            mean, count = mean + means.sum(0), count + len(means)
        if number % 100 == 99 or number == len(made) - 1:
            rate = seen / (time.monotonic() - started)
            log(f"vectors batch {number + 1}/{len(made)}: likeness {near.item():.4f}, {rate:.0f} pieces/s")
    mean = mean / max(1, count)
    torch.save({"tower": tower.state_dict(), "mean": mean}, kept)
    return tower, mean
