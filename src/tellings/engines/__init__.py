"""Machinery behind the ports, loaded when it is asked for and from this machine."""
