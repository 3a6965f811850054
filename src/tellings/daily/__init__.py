"""The use cases of the library: adding, watching, and asking for stories, news and words."""
