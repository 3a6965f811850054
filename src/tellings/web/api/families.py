"""Every family of the API, in the order the OpenAPI document lists them."""

from fastapi import APIRouter

from tellings.web.api import docs_page, events, posted
from tellings.web.api.operations import Operation

OPERATIONS: tuple[Operation, ...] = posted.OPERATIONS

ROUTERS: tuple[APIRouter, ...] = (posted.router, events.router, docs_page.router)
