"""What the command line needs of archives, in one place."""

from tellings.bulk.manifest import find_status
from tellings.bulk.places import Folder, to_address
from tellings.bulk.records import Settings
from tellings.bulk.run import run_archive
from tellings.exports.as_archive import to_archive_json, to_archive_text
from tellings.model.archive import ArchiveStatus

__all__ = ["Settings", "read_status", "run_archive", "to_archive_json", "to_archive_text"]


def read_status(folder: str) -> ArchiveStatus:
    """How far the archive in the folder has come.

    Raises:
        UsageError: when there is none.
    """
    return find_status(Folder(to_address(folder)))
