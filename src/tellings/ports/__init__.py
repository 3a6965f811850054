"""The seams: what may be swapped, as small protocols and callables."""

from tellings.ports.inputs import Exporter, Fetch, Reader
from tellings.ports.language import Recogniser, Rewriter, RulesOnly
from tellings.ports.letters import DeadLetters
from tellings.ports.store import Accounts, Store
from tellings.ports.work import Mapper

__all__ = [
    "Accounts",
    "DeadLetters",
    "Exporter",
    "Fetch",
    "Mapper",
    "Reader",
    "Recogniser",
    "Rewriter",
    "RulesOnly",
    "Store",
]
