"""Rules and model together: who decides what."""

from tellings.find.mentions import find_mentions
from tellings.find.quotations import find_quotations
from tellings.find.sentences import split_sentences
from tellings.model.document import Document
from tellings.model.reading import AttributionSignal, Block, Quotation, Signals
from tellings.model.span import Span

Seen = tuple[str, str | None, str | None, float, float]
"""Content, cue and source as words of the text, the score of the content, the probability of speech."""


def _span(text: str, words: str | None) -> Span | None:
    return None if words is None else Span(text.index(words), text.index(words) + len(words))


def _find(text: str, *seen: Seen) -> tuple[Quotation, ...]:
    doc = Document("d1", "d1", text)
    paragraphs = text.split("\n\n")
    starts = [sum(len(p) + 2 for p in paragraphs[:k]) for k in range(len(paragraphs))]
    blocks = tuple(Block(Span(at, at + len(p)), "paragraph") for at, p in zip(starts, paragraphs, strict=True))
    sentences = split_sentences(doc, blocks, ())
    rows: list[list[AttributionSignal]] = [[] for _ in sentences]
    for words, cue, source, score, speech in seen:
        content = _span(text, words)
        assert content is not None
        at = next(k for k, s in enumerate(sentences) if s.span.start <= content.start < s.span.end)
        rows[at].append(AttributionSignal(content, _span(text, cue), _span(text, source), score, speech))
    signals = tuple(Signals(attributions=tuple(row)) for row in rows)
    mentions = find_mentions(doc, blocks, sentences, ())
    return find_quotations(doc, blocks, (), sentences, mentions, signals)


def _shown(text: str, found: tuple[Quotation, ...]) -> list[tuple[str, list[str], list[str]]]:
    return [
        (q.kind, [text[s.start : s.end] for s in q.source], [text[s.start : s.end] for s in q.content]) for q in found
    ]


def test_without_attributions_the_rules_speak_alone() -> None:
    text = "The harbour will close on Friday, Ana Marek said."
    (found,) = _find(text)
    assert found.why == ""


def test_agreement_is_said() -> None:
    text = "“The harbour will close,” Ana Marek said."
    (found,) = _find(text, ("“The harbour will close,”", "said", "Ana Marek", 0.9, 0.9))
    assert found.kind == "direct"
    assert found.why == "rules and model agree"
    assert text[found.content[0].start : found.content[0].end] == "The harbour will close,"


def test_the_model_adds_what_rules_miss() -> None:
    text = "In the words of Ana Marek, head of the port of Orlan, the harbour is a ruin."
    (found,) = _find(
        text, ("the harbour is a ruin", "In the words of", "Ana Marek, head of the port of Orlan", 0.9, 0.9)
    )
    assert found.kind == "indirect"
    assert found.why == "by the model"
    assert found.speaker is not None
    assert text[found.speaker.start : found.speaker.end] == "Ana Marek"


def test_a_doubtful_addition_is_left_out() -> None:
    text = "In the words of Ana Marek, the harbour is a ruin."
    assert _find(text, ("the harbour is a ruin", "In the words of", "Ana Marek", 0.4, 0.9)) == ()


def test_thoughts_are_no_quotations() -> None:
    text = "Ana Marek believes the harbour will close."
    assert len(_find(text)) == 1
    assert _find(text, ("the harbour will close", "believes", "Ana Marek", 0.9, 0.1)) == ()
    added = "Ana Marek has high hopes that the harbour will open."
    assert _find(added, ("the harbour will open", "hopes", "Ana Marek", 0.9, 0.1)) == ()


def test_a_verb_of_saying_outweighs_the_model() -> None:
    text = "Ana Marek said the harbour was expected to close."
    (found,) = _find(text, ("the harbour was expected to close", "said", "Ana Marek", 0.9, 0.1))
    assert found.kind == "indirect"


def test_indirect_words_end_where_the_model_ends_them() -> None:
    text = "Ana Marek said the harbour would close, as ships left."
    (found,) = _find(text, ("the harbour would close", "said", "Ana Marek", 0.9, 0.9))
    assert _shown(text, (found,)) == [("indirect", ["Ana Marek"], ["the harbour would close"])]


def test_no_quoted_words_are_lost_to_the_model() -> None:
    text = "Ana Marek said the harbour was “a ruin beyond repair” and the port empty."
    (found,) = _find(text, ("the harbour was", "said", "Ana Marek", 0.9, 0.9))
    assert "a ruin beyond repair" in text[found.content[0].start : found.content[-1].end]


def test_the_source_of_quoted_words_stays_with_the_rules() -> None:
    text = "Tarn Harsk came late. “The harbour will close,” Ana Marek said."
    (found,) = _find(text, ("“The harbour will close,”", "said", "Tarn Harsk", 0.9, 0.9))
    assert _shown(text, (found,))[0][1] == ["Ana Marek"]
    assert found.why == "source by the rules"


def test_the_model_names_the_source_of_words_without_one() -> None:
    text = "Ana Marek was in tears on Friday evening.\n\nNobody spoke.\n\n“The harbour will never open again.”"
    assert [q.speaker for q in _find(text)] == [None]
    (found,) = _find(text, ("“The harbour will never open again.”", None, "Ana Marek", 0.9, 0.9))
    assert _shown(text, (found,)) == [("direct", ["Ana Marek"], ["The harbour will never open again."])]
    assert "the model names the source" in found.why


def test_quoted_words_of_a_thought_are_nobodys() -> None:
    text = "Ana Marek came.\n\nNobody spoke.\n\n“The harbour will never open again.”"
    (found,) = _find(text, ("“The harbour will never open again.”", None, "Ana Marek", 0.9, 0.1))
    assert (found.kind, found.source) == ("scare", ())


def test_quoted_words_keep_what_the_rules_give_with_them() -> None:
    text = "Ana Marek called them “significant.”"
    (found,) = _find(text, ("“significant.”", "called", "Ana Marek", 0.95, 0.9))
    assert _shown(text, (found,))[0][2] == ["them “significant.”"]


def test_pieces_around_a_cue_are_one_quotation() -> None:
    text = "In Orlan, by Ana Marek's account, the harbour is a ruin."
    (found,) = _find(
        text,
        ("In Orlan", "by Ana Marek's account", "Ana Marek", 0.9, 0.9),
        ("the harbour is a ruin", "by Ana Marek's account", "Ana Marek", 0.9, 0.9),
    )
    assert _shown(text, (found,))[0][2] == ["In Orlan", "the harbour is a ruin"]


def test_broken_pieces_are_put_together() -> None:
    text = "In the words of Ana Marek, the harbour is a ruin."
    pieces = [(w, "In the words of", "Ana Marek", 0.9, 0.9) for w in ("the harbour", "is", "a ruin")]
    (found,) = _find(text, *pieces)
    assert _shown(text, (found,))[0][2] == ["the harbour is a ruin"]


def test_words_in_words_are_two_quotations_only_where_both_are_spoken() -> None:
    text = "“Harsk told us the boats would come, and I think they will,” Ana Marek said."
    whole: Seen = ("“Harsk told us the boats would come, and I think they will,”", "said", "Ana Marek", 0.9, 0.9)
    spoken: Seen = ("the boats would come", "told", "Harsk", 0.9, 0.9)
    thought: Seen = ("they will", "think", "I", 0.9, 0.1)
    found = _shown(text, _find(text, whole, spoken, thought))
    assert [(kind, source) for kind, source, _ in found] == [("direct", ["Ana Marek"]), ("indirect", ["Harsk"])]


def test_a_source_ends_with_no_joining_word() -> None:
    text = "In the words of Ana Marek, who the town trusts, the harbour is a ruin."
    (found,) = _find(text, ("the harbour is a ruin", "In the words of", "Ana Marek, who the", 0.9, 0.9))
    assert _shown(text, (found,))[0][1] == ["Ana Marek"]


def test_who_cites_a_source_tells_it() -> None:
    text = "The Tarn Echo, quoting harbour officials, reported that the port was shut."
    found = _find(
        text,
        ("harbour officials", "quoting", "The Tarn Echo", 0.9, 0.9),
        ("the port was shut", "reported", "harbour officials", 0.9, 0.9),
    )
    assert _shown(text, found) == [("indirect", ["The Tarn Echo"], ["the port was shut"])]


def test_what_somebody_was_asked_about_is_not_said() -> None:
    text = "Asked about the ban, Ana Marek said: “It will come.”"
    found = _find(
        text,
        ("the ban", "said", "Ana Marek", 0.9, 0.9),
        ("“It will come.”", "said", "Ana Marek", 0.9, 0.9),
    )
    assert [words for _, _, words in _shown(text, found)] == [["It will come."]]


def test_a_description_after_a_name_is_not_cut_off() -> None:
    text = "Ana Marek, a fellow of the Orlan Institute, said the harbour would close."
    (found,) = _find(text, ("the harbour would close", "said", "Ana Marek", 0.9, 0.9))
    assert text[found.source[0].start : found.source[0].end].startswith("Ana Marek, a fellow")


def test_a_content_that_stops_inside_a_phrase_ends_as_the_rules_have_it() -> None:
    text = "The harbour will close before the end of the long winter storms, Ana Marek said."
    (found,) = _find(text, ("The harbour will close before the end of the", "said", "Ana Marek", 0.9, 0.9))
    assert [text[s.start : s.end] for s in found.content] == [
        "The harbour will close before the end of the long winter storms"
    ]


def test_who_speaks_behind_the_verb_says_nothing_of_himself() -> None:
    text = "Some 600 people have left the valley, said Ana Marek, head of the port."
    found = _find(
        text,
        ("Some 600 people have left the valley", "said", "Ana Marek, head of the port", 0.9, 0.9),
        ("Ana Marek, head of the port", "said", "Some 600 people", 0.9, 0.9),
    )
    assert _shown(text, found) == [
        ("indirect", ["Ana Marek, head of the port"], ["Some 600 people have left the valley"])
    ]


def test_words_of_another_sentence_than_the_verb_are_nobodys() -> None:
    text = "Ana Marek left, calling the claim cruel. Under the treaty Orlan must give six hours of notice."
    assert _find(text, ("Orlan must give six hours of notice", "calling", "Ana Marek", 0.9, 0.9)) == ()


def test_the_subject_beside_the_verb_speaks() -> None:
    text = "Orlan has not confirmed the trip, even though its ambassador announced the visit for Tuesday."
    (found,) = _find(text, ("the visit for Tuesday", "announced", "Orlan", 0.9, 0.9))
    assert _shown(text, (found,))[0][1] == ["its ambassador"]


def test_what_somebody_owns_is_not_its_owner() -> None:
    text = "Ana Marek’s long trip underlined how small the harbour had become."
    assert _find(text, ("how small the harbour had become", "underlined", "Ana Marek", 0.9, 0.9)) == ()


def test_a_call_is_its_owners() -> None:
    text = "The rebels would heed Ana Marek’s call to put off the vote."
    (found,) = _find(text, ("to put off the vote", "call", "Ana Marek", 0.9, 0.9))
    assert _shown(text, (found,))[0][1] == ["Ana Marek"]


def test_what_a_report_adds_behind_the_speaker_is_its_own() -> None:
    text = "The regatta is called off, the mayor said, as families went back to the river streets."
    found = _find(
        text,
        ("The regatta is called off", "said", "the mayor", 0.9, 0.9),
        ("as families went back to the river streets", "said", "the mayor", 0.9, 0.9),
    )
    assert [shown[2] for shown in _shown(text, found)] == [["The regatta is called off"]]


def test_words_nobody_is_named_for_need_a_verb_of_saying() -> None:
    text = "The mayor faced criticism for failing to open the harbour."
    assert _find(text, ("for failing to open the harbour", "criticism", None, 0.9, 0.9)) == ()


def test_a_content_is_not_cut_inside_a_phrase() -> None:
    text = "The survey of the council lists 214 homes that cannot be saved."
    (found,) = _find(text, ("214 homes that cannot be", "lists", "The survey of the council", 0.9, 0.9))
    assert _shown(text, (found,))[0][2] == ["214 homes that cannot be saved"]
