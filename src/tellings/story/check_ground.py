"""The reports of a story laid out sentence by sentence, for a draft to be tested against."""

from collections.abc import Mapping

from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import Told as Story
from tellings.model.when import Period
from tellings.story.check_compare import compare
from tellings.story.check_line import Line, lay_line
from tellings.story.check_names import Names
from tellings.story.check_parts import Asked, Compared, Told
from tellings.story.check_words import Words
from tellings.text.words import rarity

# Sentences before one that tell what it is about.
BEFORE = 2
# Of the sentences that share words, names or numbers, so many are compared closely.
NEAREST = 24
# A sentence of a report longer than this is none, and one of a draft is not judged.
LONGEST = 1500


class Ground:
    """Every sentence of every report with what stands around it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.names = Names(story)
        periods: dict[str, dict[Span, Period | None]] = {}
        for time in story.times:
            periods.setdefault(time.doc, {})[time.span] = time.period
        self.told: list[Told] = []
        for reading in story.readings:
            self.told += self._lay_out(reading, periods.get(reading.document.id, {}))
        self._holders: dict[str, list[int]] = {}
        self._reached: dict[str, list[int]] = {}
        for at, told in enumerate(self.told):
            for word in dict.fromkeys((*told.line.words, *told.line.actors)):
                self._holders.setdefault(word, []).append(at)
        self._words = Words(self._holders)

    def _lay_out(self, reading: Reading, periods: Mapping[Span, Period | None]) -> list[Told]:
        lines: list[Line] = []
        for sentence in reading.sentences:
            if sentence.span.end - sentence.span.start <= LONGEST:
                lines.append(lay_line(reading, sentence.span, self.names, periods))
        head = lines[:1]
        laid = []
        for at, line in enumerate(lines):
            around = [*head, *lines[max(0, at - BEFORE) : at]]
            words = frozenset(word for other in around for word in other.words)
            actors = frozenset(actor for other in around for actor in other.actors)
            actors |= frozenset(actor for said in line.said for actor in said.who)
            laid.append(Told(line, words, actors))
        return laid

    def nearest(self, asked: Asked) -> list[Told]:
        """The sentences that share most with the draft's: words by their rarity, names, numbers."""
        scores: dict[int, float] = {}
        for word in asked.words:
            if word not in self._reached:
                like = self._words.like(word)
                self._reached[word] = sorted({at for other in like for at in self._holders[other]})
            for at in self._reached[word]:
                scores[at] = scores.get(at, 0.0) + max(0.5, rarity(word))
        for name in asked.line.names:
            for at in {at for actor in name.ids for at in self._holders.get(actor, ())}:
                scores[at] = scores.get(at, 0.0) + 2.0
        for at in scores:
            held = {(v.low, v.unit) for v in self.told[at].line.values}
            scores[at] += 3.0 * sum((v.low, v.unit) in held for v in asked.line.values)
        ranked = sorted(scores, key=lambda at: (-scores[at], at))
        return [self.told[at] for at in ranked[:NEAREST]]

    def compare(self, asked: Asked) -> list[Compared]:
        """The nearest sentences compared closely, in the same order."""
        return [compare(asked, told, self.names) for told in self.nearest(asked)]
