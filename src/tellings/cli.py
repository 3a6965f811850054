"""The command line: parses, calls ``app``, shows."""


def main() -> None:
    """Entry point of the ``tellings`` command."""
    raise SystemExit("not yet")
