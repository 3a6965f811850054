"""The network that labels: the base, tuned, with word shapes at its foot and all heads on its top.

A tuned encoder loses its sense of likeness, so sentence vectors come from a tower of their own (``vectors.py``).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from tellings.engines.encoder.labels import SHAPES, WIDTH

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
EPSILON = 1e-12
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Layer(nn.Module):
    """One layer of BERT: attention and feed-forward, each with its residual and norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.joined = nn.Linear(HIDDEN, HIDDEN)
        self.joined_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.wide = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = (
            part(x).view(batch, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        # Written out: the fused kernel's backward pass is slower than this in bf16 on a CPU.
        weights = torch.softmax(q @ k.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5 + mask, dim=-1)
        seen = (weights @ v).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.joined_norm(x + self.joined(seen))
        return self.norm(x + self.narrow(nn.functional.gelu(self.wide(x))))


class Encoder(nn.Module):
    """Word pieces in, one row of label scores a piece out: float [batch, length, WIDTH].

    All of the base is tuned but its word table, which the tower of vectors shares.
    """

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(512, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.start_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.shapes = nn.Embedding(len(SHAPES), HIDDEN)
        self.heads = nn.Linear(HIDDEN, WIDTH)
        self.words.weight.requires_grad_(False)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.zeros_(self.heads.bias)

    def forward(self, pieces: Tensor, shapes: Tensor, present: Tensor) -> Tensor:
        mask = (present[:, None, None, :].float() - 1) * 1e4
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.kind + self.shapes(shapes)
        x = self.start_norm(x)
        for layer in self.layers:
            x = layer(x, mask)
        scores: Tensor = self.heads(x).float()
        return scores

    def tuned(self) -> list[tuple[str, nn.Parameter]]:
        """The parameters that learn."""
        return [(n, p) for n, p in self.named_parameters() if p.requires_grad]


_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "joined",
    "attention.output.LayerNorm": "joined_norm",
    "intermediate.dense": "wide",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}


@dataclass(frozen=True, slots=True)
class Base:
    """The base model's weights under our names, and its tokenizer file."""

    weights: dict[str, Tensor]
    tokenizer: Path


def load_base(folder: Path) -> Base:
    """Reads ``model.safetensors`` and ``tokenizer.json`` of the base; stops unless the weights are those pinned."""
    file = folder / "model.safetensors"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(f"{file} has SHA-256 {digest}, not that of all-MiniLM-L6-v2: {BASE_SHA256}")
    raw = {k.removeprefix("bert."): v.float() for k, v in load_file(str(file)).items()}
    weights = {
        "words.weight": raw["embeddings.word_embeddings.weight"],
        "positions.weight": raw["embeddings.position_embeddings.weight"],
        "kind": raw["embeddings.token_type_embeddings.weight"][0],
        "start_norm.weight": raw["embeddings.LayerNorm.weight"],
        "start_norm.bias": raw["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for theirs, ours in _NAMES.items():
            for end in ("weight", "bias"):
                weights[f"layers.{number}.{ours}.{end}"] = raw[f"encoder.layer.{number}.{theirs}.{end}"]
    return Base(weights, folder / "tokenizer.json")


def from_base(base: Base) -> Encoder:
    """A network that starts from the base."""
    net = Encoder(len(base.weights["words.weight"]))
    missing = net.load_state_dict(base.weights, strict=False).missing_keys
    assert set(missing) == {"shapes.weight", "heads.weight", "heads.bias"}, missing
    return net
