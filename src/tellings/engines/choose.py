"""The engine a user names as ``KIND:WHERE``, and the packages that the optional parts need."""

from collections.abc import Mapping
from types import MappingProxyType

from tellings.errors import UsageError
from tellings.ports import Recogniser

ENGINES = {
    "spacy": "a spaCy pipeline: the name of an installed one, or its folder",
    "tokens": "a token-classification model: a folder with ONNX files or a transformers checkpoint",
    "gliner": "a GLiNER model: a folder with its ONNX export or a checkpoint",
}

EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "spacy": ("spacy",),
        "transformers": ("torch", "transformers"),
        "gliner": ("gliner",),
        "onnx": ("tokenizers",),
        "postgresql": ("pg8000",),
        "web": ("httpcore", "httpx", "protego"),
        "pdf": ("pypdfium2",),
        "brotli": ("brotli",),
        "desk": (
            "fastapi",
            "starlette",
            "uvicorn",
            "python-multipart",
            "argon2-cffi",
            "prometheus-client",
            "httpcore",
            "httpx",
            "protego",
        ),
        "metrics": ("prometheus-client",),
        "mcp": ("mcp", "uvicorn"),
        "notebook": ("pandas",),
        "formats": ("python-docx", "weasyprint"),
        "archive": ("fsspec", "pyarrow"),
        "ray": ("ray",),
    }
)
"""The extras of an installation and the packages each brings: ``pip install 'tellings[spacy]'``."""


def load_engine(named: str) -> Recogniser:
    """The recogniser ``named`` as ``spacy:NAME``, ``spacy:FOLDER``, ``tokens:FOLDER`` or ``gliner:FOLDER``.

    Raises:
        MissingPart: when a package it needs is not installed.
        UsageError: when there is no such engine, or its files cannot be used.
    """
    kind, _, where = named.partition(":")
    if kind not in ENGINES or not where:
        choices = "\n".join(f"{name}:... {what}" for name, what in ENGINES.items())
        raise UsageError(f"there is no engine {named[:80]!r}. Choose one of:\n{choices}")
    if kind == "spacy":
        from tellings.engines.spacy_pipeline import SpacyRecogniser

        return SpacyRecogniser(where)
    if kind == "tokens":
        from tellings.engines.token_classifier import TokenClassifier

        return TokenClassifier(where)
    from tellings.engines.gliner import Gliner

    return Gliner(where)
