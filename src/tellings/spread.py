"""Reading and briefing spread over workers: what each gets, and what comes back. The same bytes as in one process."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain

from tellings import flow
from tellings.engines.local import LocalMapper, share_of_cores
from tellings.engines.ray_data import RayMapper
from tellings.errors import UsageError
from tellings.library.codec import decode, decode_reading, encode, encode_reading
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.ports import Mapper, Recogniser

CHUNK = 32
"""Reports that are read as one piece of work: about a second by rules, four with the encoder, which takes batches; an
engine takes some milliseconds to hand a piece over."""
EACH = 4
"""Pieces for each worker that few reports are cut into, so that none waits long for the last."""

_Packed = tuple[Document, bytes]
_Told = tuple[Story, tuple[_Packed, ...]]


@contextmanager
def open_mapper(engine: str = "local", jobs: int | None = None, address: str | None = None) -> Iterator[Mapper]:
    """Workers of the ``engine`` ("local", "ray"); ``address`` is that of a Ray cluster.

    So many ``jobs`` at a time; without a number one on this machine, and with Ray one for each core there is.

    Raises:
        UsageError: when there is no such engine, or the address is none.
    """
    if engine == "local":
        yield LocalMapper(jobs or 1)
    elif engine == "ray":
        with RayMapper(address, jobs) as mapper:
            yield mapper
    else:
        raise UsageError(f"there are no workers of the kind {engine[:40]!r}. Choose one of: local, ray.")


def share_threads(threads: int, mapper: Mapper) -> int:
    """Threads that each worker computes with, where so many are asked for (0: what is its share of the cores)."""
    return threads or (share_of_cores(mapper.workers) if mapper.name == "local" else 1)


def read_spread(documents: Sequence[Document], load: Callable[[], Recogniser], mapper: Mapper) -> tuple[Reading, ...]:
    """As ``flow.read_documents``; ``load`` is called in each worker, and can be pickled."""
    if not documents:
        return ()
    # What belongs to an outlet's page shows in all its pages: they are looked through before they are dealt out.
    begin = partial(_begin_reading, load, flow.survey_sites(documents))
    size = max(1, min(CHUNK, -(-len(documents) // (EACH * mapper.workers))))
    chunks = [documents[at : at + size] for at in range(0, len(documents), size)]
    with closing(mapper.map(begin, chunks)) as done:
        packed = chain.from_iterable(done)
        return tuple(decode_reading(data, doc) for doc, data in zip(documents, packed, strict=True))


def _begin_reading(load: Callable[[], Recogniser], sites: flow.Sites) -> Callable[[Sequence[Document]], list[bytes]]:
    recogniser = load()
    return lambda some: [encode_reading(reading) for reading in flow.read_documents(some, recogniser, sites=sites)]


def brief_spread(stories: Sequence[Story], readings: Sequence[Reading], mapper: Mapper) -> tuple[Brief, ...]:
    """As ``flow.brief_story`` of each story, in the order of the stories."""
    if not stories:
        return ()
    by_id = {reading.document.id: reading for reading in readings}
    # Large stories first, so that the last pieces are small ones and no worker waits long for another.
    order = sorted(range(len(stories)), key=lambda k: -len(stories[k].documents))
    pieces = list(_gather([stories[k] for k in order], by_id))
    with closing(mapper.map(_begin_briefing, pieces)) as done:
        packed = dict(zip(order, chain.from_iterable(done), strict=True))
    return tuple(decode(packed[k], Brief, f"The brief of {stories[k].id}") for k in range(len(stories)))


def _gather(stories: Sequence[Story], by_id: dict[str, Reading]) -> Iterator[tuple[_Told, ...]]:
    """Each story with what was read of it, small stories several together."""
    piece: list[_Told] = []
    for story in stories:
        if piece and sum(len(packed) for _, packed in piece) + len(story.documents) > CHUNK:
            yield tuple(piece)
            piece = []
        members = [by_id[doc] for doc in story.documents]
        piece.append((story, tuple((reading.document, encode_reading(reading)) for reading in members)))
    yield tuple(piece)


def _begin_briefing() -> Callable[[tuple[_Told, ...]], list[bytes]]:
    return _brief_some


def _brief_some(piece: tuple[_Told, ...]) -> list[bytes]:
    return [
        encode(flow.brief_story(story, [decode_reading(data, doc) for doc, data in packed])) for story, packed in piece
    ]
