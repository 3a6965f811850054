"""An ONNX model and its tokenizer, from files of this machine."""

from pathlib import Path
from typing import Any

from tellings.engines.parts import load_package
from tellings.errors import UsageError


def load_session(path: Path) -> Any:
    """The model as an ONNX Runtime session on the processor.

    Raises:
        MissingPart: when ONNX Runtime is not installed.
        UsageError: when the file is no model.
    """
    runtime = load_package("onnxruntime")
    options = runtime.SessionOptions()
    # Its own warnings about graphs go straight to stderr; what stops it is raised.
    options.log_severity_level = 4
    try:
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as err:
        raise UsageError(f"{path} cannot be loaded as an ONNX model: {str(err)[:300]}") from err


def load_tokenizer(path: Path) -> Any:
    """The tokenizer of a ``tokenizer.json``, without truncation and padding.

    Raises:
        MissingPart: when ``tokenizers`` is not installed.
        UsageError: when the file is no tokenizer.
    """
    tokenizers = load_package("tokenizers", "onnx")
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(path))
    except Exception as err:
        raise UsageError(f"{path} cannot be loaded as a tokenizer: {str(err)[:300]}") from err
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def run_session(session: Any, feed: dict[str, Any], path: Path) -> Any:
    """The output ``logits``, or the first one, for the inputs of ``feed`` that the model asks for.

    Raises:
        UsageError: when the model asks for others, or refuses these.
    """
    asked = {part.name for part in session.get_inputs()}
    missing = sorted(asked - set(feed))
    if missing:
        raise UsageError(f"{path} asks for inputs that such a model does not have: {', '.join(missing)}.")
    outputs = [part.name for part in session.get_outputs()]
    output = "logits" if "logits" in outputs else outputs[0]
    try:
        return session.run([output], {name: value for name, value in feed.items() if name in asked})[0]
    except Exception as err:
        raise UsageError(f"{path} cannot be run: {str(err)[:300]}") from err
