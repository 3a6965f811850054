"""One story, and the permalinks into it."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
