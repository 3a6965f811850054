"""Statements of a brief rephrased by a rewriter, each checked against its cited words; what fails stays as it was."""

import re
from collections import Counter
from dataclasses import replace

from tellings.model.brief import Brief, Statement
from tellings.model.rewriting import Kept, KeptBecause, Proposal, Rephrasing, Rewriting
from tellings.ports import Rewriter
from tellings.story.faithful import find_departure

# What is told of the faults of a rewriter, at most: they repeat each other.
NOTES = 3
_ADDED_DATE = re.compile(r" \[\d{1,2} [A-Z][a-z]+ \d{1,4}\]")


def rephrase(brief: Brief, rewriter: Rewriter) -> Brief:
    """The same brief with its summary rephrased where that holds, and what became of each statement.

    Only sentences of the reports are given to ``rewriter``, one at a time, so that words of one cannot reach another.
    """
    told = [_rephrase(statement, rewriter) for statement in brief.summary]
    outcomes = [statement.rephrasing for statement in told if statement.rephrasing]
    kept = Counter(outcome.because for outcome in outcomes if outcome.because)
    faults = dict.fromkeys(outcome.why for outcome in outcomes if outcome.because == "no_answer")
    return replace(
        brief,
        summary=tuple(told),
        rewriting=Rewriting(
            by=rewriter.name,
            rephrased=sum(outcome.outcome == "rephrased" for outcome in outcomes),
            kept=tuple(Kept(because, kept[because]) for because in sorted(kept)),
            notes=tuple(faults)[:NOTES],
        ),
    )


def _rephrase(statement: Statement, rewriter: Rewriter) -> Statement:
    if not _is_printed(statement):
        return _keep(statement, "composed", "it sets reports side by side in fixed words and is not rephrased")
    proposal = _ask(rewriter, statement.text)
    if proposal.fault:
        return _keep(statement, "no_answer", proposal.fault)
    text = " ".join(proposal.text.split())
    if text == statement.text:
        return _keep(statement, "unchanged", "the rewriter left it as it is")
    if departure := find_departure(text, statement.text):
        return _keep(statement, departure.because, departure.why)
    return replace(
        statement,
        text=text,
        rephrasing=Rephrasing("rephrased", statement.text, None, f"rephrased by {rewriter.name} and checked"),
    )


def _ask(rewriter: Rewriter, text: str) -> Proposal:
    try:
        return rewriter.rewrite(text)
    except Exception as err:  # a rewriter is somebody else's code, and no fault of it may lose a brief
        return Proposal("", f"the rewriter failed: {type(err).__name__}")


def _keep(statement: Statement, because: KeptBecause, why: str) -> Statement:
    return replace(statement, rephrasing=Rephrasing("kept", "", because, why))


def _is_printed(statement: Statement) -> bool:
    """True for a sentence of a report, whose dates in brackets alone were added."""
    words = _plain(statement.text)
    return any(_plain(evidence.text) == words for evidence in statement.evidence)


def _plain(text: str) -> str:
    return _ADDED_DATE.sub("", " ".join(text.split()))
