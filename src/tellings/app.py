"""The use cases, each a short function: picks the adapters, calls the flow, hands back what it made."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypedDict, TypeVar, Unpack

from tellings import flow
from tellings.errors import InputError, UsageError
from tellings.exports.as_schema import SCHEMAS, to_schema
from tellings.exports.records import record_check
from tellings.model.brief import Briefing, Generator
from tellings.model.check import Check
from tellings.model.checkup import Checkup, Part, Size
from tellings.model.document import Document
from tellings.ports import Fetch, Mapper, Recogniser, Rewriter, RulesOnly
from tellings.readers.briefs import read_briefing
from tellings.readers.fetch_later import TIMEOUT, load_fetch, need_web, read_address
from tellings.readers.sources import LONGEST, read_sources
from tellings.rendering import (
    EXPORTS,
    FORMATS,
    SUFFIXES,
    TLP,
    export,
    name_format,
    render,
    render_changes,
    render_check,
    render_check_terminal,
    render_checkup,
    render_grouped,
    render_read,
    render_terminal,
)
from tellings.results import Briefed, Grouped, ReadReports
from tellings.spread import brief_spread, open_mapper, read_spread, share_threads
from tellings.version import RULES, VERSION

__all__ = [
    "EXPORTS",
    "FORMATS",
    "LONGEST",
    "REWRITE_KEY",
    "SCHEMAS",
    "SUFFIXES",
    "TIMEOUT",
    "TLP",
    "Briefed",
    "Checkup",
    "Grouped",
    "Part",
    "ReadReports",
    "brief",
    "check",
    "doctor",
    "export",
    "group",
    "load_fetch",
    "load_rewriter",
    "name_format",
    "need_web",
    "new",
    "open_mapper",
    "pick_recogniser",
    "read",
    "render",
    "render_changes",
    "render_check",
    "render_check_terminal",
    "render_checkup",
    "render_grouped",
    "render_read",
    "render_terminal",
    "to_schema",
]

T = TypeVar("T")
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

REWRITE_KEY = "TELLINGS_REWRITE_KEY"
"""The environment variable that holds the key of a rewriting endpoint, where it asks for one."""


class ReadOptions(TypedDict, total=False):
    """The options of ``read``, which other use cases hand on."""

    stdin: BinaryIO | None
    on_date: date | None
    language: str | None
    today: date | None
    max_characters: int
    recogniser: Recogniser | None
    engine: str | None
    model: bool
    threads: int
    fetch: Fetch | None
    mapper: Mapper | None


def read(
    paths: Paths,
    *,
    stdin: BinaryIO | None = None,
    on_date: date | None = None,
    language: str | None = None,
    today: date | None = None,
    max_characters: int = LONGEST,
    recogniser: Recogniser | None = None,
    engine: str | None = None,
    model: bool = True,
    threads: int = 0,
    fetch: Fetch | None = None,
    mapper: Mapper | None = None,
) -> ReadReports:
    """Every report under ``paths`` read alone: files, folders, globs, "-" for ``stdin``, addresses of the web.

    ``on_date`` and ``language`` hold for the reports that do not carry their own. Dates in the future of ``today`` are
    not believed. What cannot be read or is longer than ``max_characters`` is in ``skipped``; nothing is raised for it.
    Rules read together with the shipped encoder, which computes with ``threads`` threads (0: all cores), or alone where
    ``model`` is false. ``engine`` names a model that reads the names instead: ``spacy:NAME``, ``tokens:FOLDER``,
    ``gliner:FOLDER``. ``recogniser`` takes the place of both. Addresses are asked for with ``fetch``, without it as
    ``load_fetch`` does it by default; the web is asked for nothing else. With a ``mapper`` (see ``open_mapper``) its
    workers read, each with a recogniser of its own, and the result is the same.

    Raises:
        MissingPart: when a package that ``engine`` or the encoder needs is not installed.
        UsageError: when ``engine`` names nothing that can be loaded.
    """
    reader = pick_recogniser(recogniser, engine, model, threads)
    documents, skipped = read_sources(
        _as_strings(paths),
        stdin=stdin,
        on_date=on_date,
        today=today,
        max_characters=max_characters,
        read_address=partial(read_address, fetch=fetch or load_fetch(), today=today),
    )
    if language is not None:
        documents = tuple(doc if doc.language else replace(doc, language=language) for doc in documents)
    if mapper is None:
        return ReadReports(flow.read_documents(documents, reader), skipped)
    load = partial(pick_recogniser, recogniser, engine, model, share_threads(threads, mapper))
    return ReadReports(read_spread(documents, load, mapper), skipped)


def group(paths: Paths, *, stream: bool = False, **options: Unpack[ReadOptions]) -> Grouped:
    """The reports under ``paths`` sorted into stories; see ``read`` for the options.

    With ``stream`` they are taken one by one, as they would have come in, instead of all of a day together.
    """
    found = read(paths, **options)
    documents = tuple(reading.document for reading in found.readings)
    return Grouped(flow.group_readings(found.readings, stream=stream), documents, found.skipped)


def brief(
    paths: Paths,
    *,
    rewriter: Rewriter | None = None,
    as_of: date | None = None,
    **options: Unpack[ReadOptions],
) -> Briefed:
    """One brief for each story told under ``paths``; see ``read`` for the options.

    With ``as_of`` the state of that day: only reports published up to then count. The others, and those whose day is
    not known, are in ``skipped`` with the reason.
    ``rewriter`` may rephrase the summary; what it answers is checked, and each statement says what became of it.
    """
    reader, found = _read_with(paths, options)
    readings, left = flow.keep_until(found.readings, as_of) if as_of else (found.readings, ())
    stories, mapper = flow.group_readings(readings), options.get("mapper")
    briefs = (
        brief_spread(stories, readings, mapper)
        if mapper
        else tuple(flow.brief_story(story, readings) for story in stories)
    )
    models: tuple[str, ...] = (reader.name,)
    if rewriter:
        briefs = tuple(flow.rephrase(brief, rewriter) for brief in briefs)
        models = (reader.name, rewriter.name)
    briefing = Briefing(Generator(VERSION, models), briefs, (*found.skipped, *left))
    return Briefed(briefing, tuple(reading.document for reading in readings))


def new(
    paths: Paths,
    *,
    since: date | None = None,
    before: str | os.PathLike[str] | None = None,
    **options: Unpack[ReadOptions],
) -> Briefed:
    """The briefs of the stories under ``paths``, each with its ``changes``; see ``read`` for the options.

    Seen are the reports that came out up to ``since`` (a day counts whole; a ``datetime`` to the second, UTC where it
    has no zone), or those of the brief saved in ``before``.

    Raises:
        InputError: when ``before`` cannot be read or is no brief.
        UsageError: when not exactly one of ``since`` and ``before`` is given.
    """
    if (since is None) == (before is None):
        raise UsageError("What is new needs to know what was seen: give either since or before.")
    earlier = read_briefing(Path(before)).stories if before is not None else ()
    reader, found = _read_with(paths, options)
    briefs = tuple(
        flow.brief_since(story, found.readings, since)
        if since is not None
        else flow.brief_beside(story, found.readings, earlier)
        for story in flow.group_readings(found.readings)
    )
    briefing = Briefing(Generator(VERSION, (reader.name,)), briefs, found.skipped)
    return Briefed(briefing, tuple(reading.document for reading in found.readings))


def check(draft: str | os.PathLike[str], against: Paths, **options: Unpack[ReadOptions]) -> Check:
    """Each sentence of the draft tested against the reports under ``against``; see ``read`` for the options.

    ``on_date`` is the day the draft is written for, which its "yesterday" counts from; without it and without a day of
    the draft's own, it is that of the latest report.

    Raises:
        InputError: when the draft cannot be read or is not one text, or no report could be read.
    """
    _, written = _read_with([os.fspath(draft)], options)
    options["on_date"] = None
    if len(written.readings) != 1:
        why = "; ".join(item.reason for item in written.skipped) or f"it holds {len(written.readings)} texts"
        raise InputError(f"The draft {os.fspath(draft)} cannot be checked: {why}.\nGive one file with one text.")
    found = read(against, **options)
    if not found.readings:
        reasons = [f"{item.location[:200]}: {item.reason[:200]}" for item in found.skipped[:3]]
        raise InputError("\n".join(["no report could be read to check the draft against.", *reasons]))
    (sentences,) = flow.check_against(written.readings, found.readings)
    documents = tuple(reading.document for reading in found.readings)
    return record_check(written.readings[0].document, sentences, documents, found.skipped)


def _read_with(paths: Paths, options: ReadOptions) -> tuple[Recogniser, ReadReports]:
    """The recogniser the options ask for, and what was read with it."""
    reader = pick_recogniser(
        options.get("recogniser"), options.get("engine"), options.get("model", True), options.get("threads", 0)
    )
    if options.get("mapper"):  # each worker loads its own
        return reader, read(paths, **options)
    options.pop("engine", None)
    options["recogniser"] = reader
    return reader, read(paths, **options)


def pick_recogniser(recogniser: Recogniser | None, engine: str | None, model: bool, threads: int) -> Recogniser:
    """The reader of language that the options of ``read`` ask for."""
    if recogniser is not None:
        if engine is not None:
            raise UsageError("A reading has one recogniser: give recogniser or engine, not both.")
        return recogniser
    named = None
    if engine is not None:
        from tellings.engines.choose import load_engine

        named = load_engine(engine)
    if not model:
        return named or RulesOnly()
    from tellings.engines.encoder.recogniser import EncoderRecogniser, NamesFrom

    encoder = EncoderRecogniser(threads=threads)
    return NamesFrom(named, encoder) if named else encoder


def load_rewriter(url: str, model: str, *, key_variable: str = REWRITE_KEY, timeout: float = 60.0) -> Rewriter:
    """A rewriter behind the OpenAI-compatible endpoint at ``url``; its key stands in the variable ``key_variable``.

    Raises:
        UsageError: when ``url`` is no address of an endpoint, or a key would be sent unencrypted over a network.
    """
    from tellings.engines.chat import ChatRewriter

    return ChatRewriter(url, model, key=os.environ.get(key_variable, ""), timeout=timeout)


def doctor(library: Part | None = None, sizes: Sequence[Size] = ()) -> Checkup:
    """The versions of everything needed, whether a small brief comes out right, and what ``library`` says of one.

    What each part takes on the disk is told, and the ``sizes`` of the library after it.
    """
    from platform import python_version

    from tellings.engines.installed import find_extras, find_needed
    from tellings.engines.sizes import find_sizes

    parts = [*find_needed()]
    parts.append(_try_sample("brief by rules", RulesOnly))
    parts.append(_try_sample("brief with encoder", partial(pick_recogniser, None, None, True, 1)))
    parts += [library] if library else []
    works, taken = not any(part.fault for part in parts), (*find_sizes(), *sizes)
    return Checkup(VERSION, python_version(), tuple(parts), works, find_extras(), taken)


def _try_sample(name: str, load: Callable[[], Recogniser]) -> Part:
    """Whether one small report gives a brief and a page."""
    version = f"rules {RULES}"
    try:
        recogniser = load()
        version = f"{version}, {recogniser.name}" if recogniser.name != "rules" else version
        briefed = _brief_sample(recogniser)
        fault = "" if briefed.briefing.stories and render(briefed, "html") else "a sample report gives no brief"
    except Exception as err:
        fault = f"a sample report cannot be read: {type(err).__name__}: {err}"
    return Part(name, version, fault)


def _brief_sample(recogniser: Recogniser) -> Briefed:
    text = "Harbour reopens\n\nThe harbour of Orlen reopened on Monday, 5 May 2031, the port authority said."
    readings = flow.read_documents([Document(id="sample", location="sample", text=text)], recogniser)
    briefs = tuple(flow.brief_story(story, readings) for story in flow.group_readings(readings))
    return Briefed(Briefing(Generator(VERSION, (recogniser.name,)), briefs, ()), tuple(r.document for r in readings))


def _as_strings(paths: Paths) -> list[str]:
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]
