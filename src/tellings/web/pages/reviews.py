"""What people said of statements: confirming, correcting, undoing."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
