"""What a plain installation takes: packages, what is downloaded for it, and what lies on the disk.

    python -m bench.footprint                       # builds the wheel, installs it into a fresh environment, counts
    python -m bench.footprint --markdown            # the same as a table
    python -m bench.footprint --keep dist           # and keeps the sdist, the wheel and all that it needs there

Sizes are in MB of 1,000,000 bytes, without pip and setuptools and without the .pyc files that Python makes itself.
Needs the index of packages that pip is set up with. ``tests/package`` holds the figures to ``CEILINGS``.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
MB = 1_000_000

CEILINGS = {"packages": 23, "downloaded_mb": 92, "disk_mb": 225}
"""What a plain installation may take at most, tellings itself and its encoder included.

Measured on Python 3.11 for x86-64 Linux: 23 packages, 87.9 MB, 214.8 MB; what others release may add a little to the
sizes. The aim is 25 packages and 120 MB; on the disk onnxruntime and numpy alone take 133 MB.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package: the bytes of its wheel, and of its files once installed."""

    name: str
    version: str
    downloaded: int
    disk: int


@dataclass(frozen=True, slots=True)
class Environment:
    """A fresh environment: its folder, and its programs by name."""

    folder: Path

    def program(self, name: str) -> str:
        """The path of a program in it."""
        return str(self.folder / "bin" / name)

    def packages(self) -> Sequence[Distribution]:
        """What is installed in it, by name."""
        [site] = self.folder.glob("lib/python*/site-packages")
        return sorted(distributions(path=[str(site)]), key=lambda one: one.name.lower())


def build(folder: Path) -> tuple[Path, Path]:
    """The sdist of the working tree, and the wheel made from that sdist; both lie in ``folder`` then."""
    _call(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    [sdist], [wheel] = folder.glob("tellings-*.tar.gz"), folder.glob("tellings-*.whl")
    return sdist, wheel


def gather(wheel: Path, folder: Path, constraints: Sequence[str] = (), python: str = "") -> None:
    """Puts ``wheel`` and the wheels of all that it needs into ``folder``, in the versions that ``constraints`` allow.

    Raises:
        CalledProcessError: when one is not to be had; its ``stderr`` says which.
    """
    folder.mkdir(exist_ok=True)
    (folder / "constraints.txt").write_text("\n".join(constraints), encoding="utf-8")
    options = ["--only-binary", ":all:", "--constraint", str(folder / "constraints.txt"), "--dest", str(folder)]
    options += ["--python-version", python] if python else []
    _call(sys.executable, "-m", "pip", "download", "--quiet", *options, str(wheel))


def install(wheels: Path, folder: Path, python: str = sys.executable) -> Environment:
    """A fresh environment in ``folder`` with tellings in it, from the wheels in ``wheels`` and nothing else."""
    _call(python, "-m", "venv", "--without-pip", str(folder))
    made = Environment(folder)
    options = ["--quiet", "--no-index", "--no-compile", "--find-links", str(wheels)]
    _call(sys.executable, "-m", "pip", "--python", made.program("python"), "install", *options, "tellings")
    return made


def measure(made: Environment, wheels: Path) -> tuple[Package, ...]:
    """The packages of an environment, the largest on the disk first; ``wheels`` is where they came from."""
    sizes = {_plain(path.name.partition("-")[0]): path.stat().st_size for path in wheels.glob("*.whl")}
    found = [Package(one.name, one.version, sizes[_plain(one.name)], _on_disk(one)) for one in made.packages()]
    return tuple(sorted(found, key=lambda package: -package.disk))


def summed(packages: Sequence[Package]) -> dict[str, float]:
    """The figures that ``CEILINGS`` holds."""
    return {
        "packages": len(packages),
        "downloaded_mb": round(sum(package.downloaded for package in packages) / MB, 1),
        "disk_mb": round(sum(package.disk for package in packages) / MB, 1),
    }


def _on_disk(one: Distribution) -> int:
    files = [Path(str(one.locate_file(file))) for file in one.files or () if not str(file).endswith(".pyc")]
    return sum(path.stat().st_size for path in files if path.is_file())


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def _call(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT)


def _table(packages: Sequence[Package], markdown: bool) -> str:
    rows = [(one.name, one.version, f"{one.downloaded / MB:.1f}", f"{one.disk / MB:.1f}") for one in packages]
    all_of_it = summed(packages)
    rows.append((f"{len(packages)} packages", "", str(all_of_it["downloaded_mb"]), str(all_of_it["disk_mb"])))
    head = ("package", "version", "downloaded MB", "on disk MB")
    if markdown:
        lines = [f"| {' | '.join(row)} |" for row in (head, ("---", "---", "---:", "---:"), *rows)]
        return "\n".join(lines)
    return "\n".join(f"{name:24}{version:14}{down:>14}{disk:>12}" for name, version, down, disk in (head, *rows))


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 where one is above its ceiling."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--markdown", action="store_true")
    cli.add_argument("--keep", type=Path, metavar="FOLDER")
    args = cli.parse_args(argv)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dist = args.keep or folder / "dist"
        dist.mkdir(parents=True, exist_ok=True)
        _, wheel = build(dist.resolve())
        wheels = dist.resolve() / "wheels" if args.keep else folder / "wheels"
        gather(wheel, wheels)
        packages = measure(install(wheels, folder / "fresh"), wheels)
    print(_table(packages, args.markdown))
    over = [name for name, value in summed(packages).items() if value > CEILINGS[name]]
    for name in over:
        print(f"{name} is above its ceiling of {CEILINGS[name]}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
