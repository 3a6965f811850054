"""Finders: one layer a file, report to layer; no finder imports another."""
