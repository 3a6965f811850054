"""A checked draft as Markdown: the sentences in order, each with its verdict, reason and the words cited."""

from tellings.exports.as_markdown import escape
from tellings.exports.checked import VERDICTS, cited, say_counts
from tellings.model.check import AgainstDocument, Check


def to_check_markdown(check: Check) -> str:
    """One entry a sentence, quotations of the reports under it."""
    lines = [f"# {escape(check.draft.location)}, checked", "", f"{say_counts(check).capitalize()}.", ""]
    for number, sentence in enumerate(check.sentences, 1):
        lines += [
            f"{number}. **{VERDICTS[sentence.verdict]}.** {escape(sentence.text)}",
            "",
            f"   {escape(sentence.why)}",
            "",
        ]
        for label, words in cited(check, sentence.evidence):
            lines += [f"   > {escape(words)} ({escape(label)})", "   >"]
        if sentence.evidence:
            lines[-1] = ""
    lines += [
        "## Reports",
        "",
        *(f"- {_say_report(d)}" for d in check.documents),
        "",
    ]
    if check.skipped:
        lines += ["## Left out", "", *(f"- {escape(s.location)}: {escape(s.reason)}" for s in check.skipped), ""]
    return "\n".join(lines)


def _say_report(document: AgainstDocument) -> str:
    called, location = document.outlet or document.title, escape(document.location)
    return f"{escape(called)} ({location})" if called else location
