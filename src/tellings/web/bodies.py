"""What is sent to the desk: never more than allowed, and never slower than anybody is."""

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MEBIBYTE = 1 << 20


def measured(receive: Receive, *, largest: int, patience: float, slowest: int, timer: Callable[[], float]) -> Receive:
    """``receive`` under limits: ``largest`` bytes in all, and ``slowest`` bytes a second after ``patience`` seconds.

    Raises:
        HTTPException: from the receiver, 413 for too much and 408 for too slow.
    """
    begun = timer()
    size = 0
    whole = False

    async def take() -> Message:
        nonlocal size, whole
        if whole:
            # What comes after the body is only that the other side has gone: it may take as long as it likes.
            return await receive()
        try:
            async with asyncio.timeout(max(0.0, patience + size / slowest - (timer() - begun))):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "What was sent came too slowly. Try again over a better line.") from None
        size += len(message.get("body", b""))
        if size > largest:
            raise HTTPException(413, say_too_large(largest))
        whole = not message.get("more_body", False)
        return message

    return take


def say_too_large(largest: int) -> str:
    """What to do about a body that is too large."""
    return f"At most {largest / MEBIBYTE:g} MiB can be sent at once. Send it in parts, or use `tellings add` for files."
