"""From readings to a story and its brief: one stage a file."""
