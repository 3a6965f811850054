"""Pure helpers on text and spans, one noun a file."""
