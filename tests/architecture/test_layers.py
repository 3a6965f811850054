"""A new layer of a reading touches its finder, the flow and the export of readings: this walks them all."""

import ast
import dataclasses
import typing
from pathlib import Path

import pytest

import tellings.flow
from tellings.model.reading import Reading

PACKAGE = Path(__file__).parents[2] / "src" / "tellings"
GIVEN = {"document", "made_by"}
RECOGNISED = {"signals"}
LAYERS = sorted(field.name for field in dataclasses.fields(Reading) if field.name not in GIVEN | RECOGNISED)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_finder_returns_the_layer(layer: str) -> None:
    wanted = typing.get_type_hints(Reading)[layer]
    finders = [
        name
        for name, found in vars(tellings.flow).items()
        if getattr(found, "__module__", "").startswith("tellings.find.")
        and typing.get_type_hints(found).get("return") == wanted
    ]

    assert len(finders) == 1, f"{layer}: {finders}"


@pytest.mark.parametrize("layer", sorted([*LAYERS, *GIVEN, *RECOGNISED]))
def test_the_flow_fills_the_layer(layer: str) -> None:
    tree = ast.parse((PACKAGE / "flow.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reading"]

    assert len(calls) == 1
    assert layer in {keyword.arg for keyword in calls[0].keywords}


@pytest.mark.parametrize("layer", sorted([*LAYERS, *GIVEN]))
def test_the_export_of_readings_tells_the_layer(layer: str) -> None:
    tree = ast.parse((PACKAGE / "exports" / "records.py").read_text(encoding="utf-8"))
    used = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "reading"
    }

    assert layer in used
