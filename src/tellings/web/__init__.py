"""The desk: pages and an HTTP API over the use cases; parses, calls and shows. Needs the extra ``desk``."""
