"""Every family of the API, in the order the OpenAPI document lists them."""

from fastapi import APIRouter

from tellings.web.api import docs_page, events

ROUTERS: tuple[APIRouter, ...] = (events.router, docs_page.router)
