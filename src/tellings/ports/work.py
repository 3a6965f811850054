"""The same work on many items, on one worker or on many."""

from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Mapper(Protocol):
    """Does the same work on many items; what comes out does not depend on how many workers did it.

    ``workers`` is how many there are; ``name`` says which engine they run on ("local", "ray").
    """

    @property
    def name(self) -> str: ...

    @property
    def workers(self) -> int: ...

    def map(
        self, begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item]
    ) -> Generator[Result, None, None]:
        """One result an item, in the order of the items, each as soon as those before it are there.

        ``begin`` is called once in each worker, before its first item, and answers what is done to an item there: a
        model is loaded by the worker, not sent to it. ``begin``, items and results can be pickled. Items are taken as
        workers come free: a few wait, never all. What a lost worker had under way is done again by another one, so the
        work must come to the same when it is done twice. Closing the iterator stops the workers.

        Raises:
            TellingsError: when workers are lost again and again over the same item, or none can be had.
            Exception: what the work itself raised; results that stand before it have been given.
        """
        ...
