"""Pictures drawn on the server as SVG, each with words that say the same; no script, no style, nothing fetched."""
