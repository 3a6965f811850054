"""Pages for people; one file a family, each with a ``router``."""
