"""``python -m tellings``: the command line without its script."""

from tellings.cli import main

main()
