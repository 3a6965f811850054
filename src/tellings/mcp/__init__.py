"""The library as tools for language models: the Model Context Protocol over the use cases of ``daily``."""
