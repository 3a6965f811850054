"""Everything that goes wrong on purpose, drawn as one tree.

    TellingsError            exit code 1
    +-- UsageError           2   the call is off: a wrong option, an unknown format
    +-- InputError           3   nothing of the input could be read
    +-- LibraryError         4   the library is missing, locked, damaged or newer than this version
    +-- MissingPart          5   an optional part is not installed

A message says what is wrong, where, and what to do; where there are choices, it names them.
"""


class TellingsError(Exception):
    """Base of every error raised on purpose; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class UsageError(TellingsError):
    """The call is off: a wrong option, an unknown format."""

    exit_code = 2


class InputError(TellingsError):
    """Nothing of the input could be read."""

    exit_code = 3


class LibraryError(TellingsError):
    """The library is missing, locked, read-only, full, damaged or newer than this version."""

    exit_code = 4


class LostTaskError(LibraryError):
    """What one process does at a time was begun, and the server that kept others off went away: take it up anew."""


class MissingPart(TellingsError):
    """An optional part is not installed; the message names the extra that brings it.

    Its exit code is also what `tellings doctor` ends with where something needed is at fault.
    """

    exit_code = 5
