"""A briefing as text, one file a format."""
