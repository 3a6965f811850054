"""What an installation takes on the disk, whatever of it cannot be read."""

from importlib import metadata
from pathlib import Path

import pytest

from tellings.daily.upholding import measure
from tellings.engines import sizes
from tellings.exports.as_checkup import to_checkup_text
from tellings.model.checkup import Checkup, Size


class _Noted:
    """A package whose installer left these notes."""

    def __init__(self, noted: str | None) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        return self.noted


def test_the_sizes_are_those_of_what_is_there() -> None:
    told = {size.name: size.bytes for size in sizes.find_sizes()}
    encoder, whole = told["of that the encoder"], told["tellings"]

    assert encoder is not None
    assert whole is not None
    assert 1_000_000 < encoder < whole
    on_disk = sum(path.stat().st_size for path in sizes.HOME.rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert whole == on_disk
    assert (told["packages needed"] or 0) > (sizes.measure_package("numpy") or 0) > 1_000_000


@pytest.mark.parametrize(
    ("noted", "bytes_"),
    [
        ('a.py,sha256=x,10\n"b,c.py",,32\n__pycache__/a.pyc,,900\na/RECORD,,\n', 42),
        ("a.py,sha256=x,many\nnonsense\n\x00\n", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_the_installer_noted_is_counted(
    monkeypatch: pytest.MonkeyPatch, noted: str | None, bytes_: int | None
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda name: _Noted(noted))

    assert sizes.measure_package("anything") == bytes_


def test_what_is_not_there_or_cannot_be_read_has_no_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> metadata.Distribution:
        raise PermissionError(name)

    assert sizes.measure_package("no-such-package-of-harsk") is None
    assert sizes.measure_folder(tmp_path / "none") is None
    monkeypatch.setattr(metadata, "distribution", refuse)
    assert sizes.measure_package("numpy") is None


def test_the_library_is_measured_with_its_log_and_with_what_is_free(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    file.write_bytes(b"x" * 700)
    (tmp_path / "library.db-wal").write_bytes(b"x" * 77)
    library, free = measure(file)

    assert (library, free.name) == (Size("library", 777), "free beside the library")
    assert (free.bytes or 0) > 0


def test_without_a_library_the_nearest_folder_says_what_is_free(tmp_path: Path) -> None:
    library, free = measure(tmp_path / "not" / "yet" / "library.db")

    assert library.bytes is None
    assert (free.bytes or 0) > 0


@pytest.mark.parametrize("where", ["postgresql://marek@db.example/news", "mysql://db.example/news", "a\0b"])
def test_of_a_server_and_of_no_place_nothing_is_told(where: str) -> None:
    assert measure(where) == ()


def test_sizes_are_told_in_millions_and_what_is_not_known_as_such() -> None:
    told = to_checkup_text(Checkup("1", "3", (), True, sizes=(Size("tellings", 29_440_000), Size("library", None))))

    assert "On the disk:\n  tellings                   29.4 MB\n  library                    not known\n" in told
