"""Sources and how they stand."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
