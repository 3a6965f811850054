// Comfort for the desk: every page works without.
