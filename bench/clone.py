"""The README's two commands in a clean clone, timed: from nothing to the first brief, and to all checks passed.

    python -m bench.clone [--only example|test]

The last commit is cloned into a fresh folder; nothing that pip kept before is used, and no environment of ours. Time to
fetch packages is in it, and depends on the index that pip is set up with. ``make test`` installs a browser and a server
of PostgreSQL where it may and they are missing; whether they were there before is told. ``.ci/run`` tells the seconds
of its own ``make test``, too, which reads ../shared beside.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = ("example", "test")
_OURS = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "MAKEFLAGS", "MAKELEVEL", "VENV", "BIN")


def run(command: str, clone: Path, env: Mapping[str, str]) -> float:
    """Seconds that ``make command`` took.

    Raises:
        CalledProcessError: when it fails; the end of what it said is its ``stderr``.
    """
    begun = time.perf_counter()
    done = subprocess.run(
        ["make", command], cwd=clone, env=dict(env), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, f"make {command}", stderr=done.stdout[-3000:])
    return time.perf_counter() - begun


def main(argv: Sequence[str] | None = None) -> int:
    """Prints one line a command; 1 when one fails."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--only", choices=COMMANDS, help="one of the two")
    args = cli.parse_args(argv)
    env = {name: value for name, value in os.environ.items() if name not in _OURS}
    env["PIP_NO_CACHE_DIR"] = "1"
    there = [name for name in ("chromium", "postgres") if shutil.which(name)]
    print(f"there before: {', '.join(there) or 'neither browser nor PostgreSQL'}", flush=True)
    with tempfile.TemporaryDirectory() as made:
        clone = Path(made) / "tellings"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for command in [args.only] if args.only else COMMANDS:
            try:
                print(f"make {command}: {run(command, clone, env):.0f} s", flush=True)
            except subprocess.CalledProcessError as err:
                print(f"{err}\n{err.stderr}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
