"""Whose a cue is, in sentences whose subject is hard to see."""

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.ports import RulesOnly


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        pytest.param(
            "Several hours after the envoys came, Mr. Velko Marin left, at one point calling, “Tea! Now! Come!”",
            "Tea! Now!",
            "Mr. Velko Marin",
            id="a participle after at one point",
        ),
        pytest.param(
            "One witness who mends nets near by, whom the channel did not name, said the cart “crushed it all”.",
            "crushed it all",
            "One witness who mends nets near by, whom the channel did not name",
            id="two relative clauses",
        ),
        pytest.param(
            "A woman who gave her name as Orsel, waiting at the harbour, said the cart “crushed it all”.",
            "crushed it all",
            "A woman who gave her name as Orsel, waiting at the harbour",
            id="a name in a relative clause",
        ),
        pytest.param(
            "Hours after the flood, the Kilava News Channel issued a directive: “We ask you all to take part in it.”",
            "We ask you all",
            "the Kilava News Channel",
            id="a colon after an opening of time",
        ),
        pytest.param(
            "On July 6, 2015, Ana Bel made this remark: “For those who mend nets it is late.”",
            "For those who",
            "Ana Bel",
            id="a colon after a date with its year",
        ),
        pytest.param(
            "Stefan Brodie, chairman of the local rowing club said, “Ana told us she would not stand again.”",
            "Ana told us",
            "Stefan Brodie, chairman of the local rowing club",
            id="a description without its second comma before quoted words",
        ),
        pytest.param(
            "“It was late,” said Elena Slote, adding she got four calls, “which is rare up here”.",
            "which is rare",
            "Elena Slote",
            id="words that end what is added without that",
        ),
        pytest.param(
            "The port waits. But, Slote added, the bridge will not build itself: “We need to begin.”",
            "the bridge will not",
            "Slote",
            id="a verb between commas after but",
        ),
        pytest.param(
            "It was â\x80\x9cneeded and good,â\x80\x9d the unionâ\x80\x99s head, Ana Bel, said, but it was late.",
            "needed and good",
            "the unionâ\x80\x99s head, Ana Bel",
            id="an apostrophe decoded wrong",
        ),
        pytest.param(
            "The fair was long.\n\n“They say we row on dry land.”― Pamela Padel.\n\nIt ended late.",
            "They say we row",
            "Pamela Padel",
            id="a name after a dash",
        ),
        pytest.param(
            "The fair was long.\n\n“They say we row on dry land.”\n— Pamela Padel.\n\nIt ended late.",
            "They say we row",
            "Pamela Padel",
            id="a name after a dash on its own line",
        ),
        pytest.param(
            "The fair was long.\n\nFabian Picard, the mayor of Tarn, spoke of his grief.\n\n"
            "“As a rower, I am quite lost for words.”\n\nIt ended late.",
            "As a rower",
            "Fabian Picard",
            id="a paragraph that says somebody spoke",
        ),
        pytest.param(
            "The fair was long.\n\nFabian Picard, the mayor of Tarn, was killed on Monday.\n\n"
            "“We are all quite lost for words.”\n\nIt ended late.",
            "We are all",
            "",
            id="a paragraph in which nobody speaks",
        ),
        pytest.param(
            "Rescuers working from boats and tractors said four people were still missing.",
            "four people were",
            "Rescuers working from boats and tractors",
            id="the noun a list describes",
        ),
        pytest.param(
            "It was quiet at two, according to the port guard, which said it had found no boat in the bay.",
            "it had found",
            "the port guard",
            id="a relative clause after according to",
        ),
    ],
)
def test_the_words_have_their_source(text: str, words: str, source: str) -> None:
    (reading,) = read_documents([Document("d1", "test", f"Talks end in Tarn\n\n{text}\n")], RulesOnly())
    whole = reading.document.text
    at = whole.index(words)

    sources = [
        " ".join(whole[s.start : s.end] for s in q.source)
        for q in reading.quotations
        if any(c.start <= at < c.end for c in q.content)
    ]
    assert sources == [source]
