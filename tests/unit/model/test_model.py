"""What holds of every type of the model, found by looking at the package itself."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

import tellings.model


def _types() -> list[type]:
    found = []
    for info in pkgutil.iter_modules(tellings.model.__path__):
        module = importlib.import_module(f"tellings.model.{info.name}")
        found += [cls for _, cls in inspect.getmembers(module, inspect.isclass) if cls.__module__ == module.__name__]
    return found


TYPES = _types()


def test_the_types_are_found() -> None:
    names = {cls.__name__ for cls in TYPES}

    assert {"Span", "Evidence", "Document", "Reading", "Story", "Brief", "Statement", "Period"} <= names


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: cls.__name__)
def test_is_a_frozen_slotted_dataclass(cls: type) -> None:
    assert dataclasses.is_dataclass(cls)
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(cls)
    assert not any("__dict__" in vars(base) for base in cls.__mro__)


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: cls.__name__)
def test_says_what_it_is(cls: type) -> None:
    assert cls.__doc__ is not None
    assert not cls.__doc__.startswith(f"{cls.__name__}("), "the docstring is the one that dataclass makes"


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: cls.__name__)
def test_has_no_behaviour(cls: type) -> None:
    assert [name for name, value in vars(cls).items() if inspect.isfunction(value) and not name.startswith("_")] == []


@pytest.mark.parametrize("cls", TYPES, ids=lambda cls: cls.__name__)
def test_holds_nothing_that_can_change(cls: type) -> None:
    for field in dataclasses.fields(cls):
        words = str(field.type)
        assert not any(kind in words for kind in ("list[", "dict[", "set[", "Any")), f"{field.name}: {words}"
