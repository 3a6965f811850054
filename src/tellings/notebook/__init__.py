"""How results show themselves in a notebook: fragments of inert HTML, Markdown, and tables to go on working with."""
