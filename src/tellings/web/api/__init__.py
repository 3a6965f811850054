"""The HTTP API; one file a family, each with a ``router`` under ``/api``."""
