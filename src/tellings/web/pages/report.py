"""One report with its layers."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
