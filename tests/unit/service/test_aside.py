"""The process ends with its code, whatever a thread is still at."""

import subprocess
import sys

import pytest

_SCRIPT = """
import atexit, time
from tellings.service.aside import begin_aside, leave
atexit.register(print, "Python's own way out")
begin_aside(lambda: time.sleep({seconds}))
print("printed before", end=" ")
leave(7)
"""


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [(600, "printed before "), (0, "printed before Python's own way out\n")],
    ids=["busy", "done"],
)
def test_the_code_is_kept_and_nobody_is_waited_for(seconds: int, printed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(seconds=seconds)], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (7, printed, "")
