"""``/events``: changes of stories as server-sent events.

The one endpoint that must be ``async def``: a thread held by each open page would leave none for the others.
"""

from fastapi import APIRouter

router = APIRouter()
