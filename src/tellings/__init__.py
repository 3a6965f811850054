"""Turns many reports of one event into one brief in which every line is traced to the words it rests on."""
