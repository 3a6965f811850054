"""``/docs``: the API's description as a page of our own."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
