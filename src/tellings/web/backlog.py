"""Nothing is taken in faster than it is worked off: who sends more is told when to come again."""

from tellings.service.events import note
from tellings.web.limits import BACKLOG_SECONDS, BusyError
from tellings.web.state import Web

COUNTED = 5
"""Seconds for which what waits is not counted again."""


def need_room(web: Web) -> None:
    """Nothing, while fewer reports and stories wait to be worked through than the settings allow.

    Raises:
        BusyError: when more do.
    """
    most = web.settings.backlog
    stretch = int(web.clock().timestamp()) // COUNTED
    standing = web.cache.get(("backlog", stretch), lambda: web.store.find_standing(most=most))
    waiting = max(standing.unread, standing.ungrouped, standing.stale)
    if waiting < most:
        return
    note("refused", "warning", reason="backlog", wait=BACKLOG_SECONDS)
    raise BusyError(
        f"{most:,} reports or more wait to be sorted and briefed.\nNothing was kept. Send them again in a minute.",
        BACKLOG_SECONDS,
    )
