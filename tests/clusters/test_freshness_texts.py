"""What becomes of the texts of a source from one publication to the next, without a database."""

from datetime import UTC, datetime, timedelta

from django.test import SimpleTestCase

from clusters.translation.texts.source_texts import (
    Gone,
    SegmentKey,
    Text,
    after_change,
    earliest,
    first_texts,
    is_covered,
    withdrawn,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


class Source:
    """A page with one rich text "body", published again and again, a day after the other."""

    def __init__(self, *words: str) -> None:
        self.texts: list[Text] = first_texts(self.places(words), START)
        self.gone: list[Gone] = []
        self.day = START

    @staticmethod
    def places(words: tuple[str, ...]) -> list[SegmentKey]:
        return [("body", word) for word in words]

    def publish(self, *words: str, minor: bool = False) -> None:
        self.day += timedelta(days=1)
        places = self.places(words)
        self.texts, self.gone = after_change(self.texts, self.gone, places, self.day, minor)
        assert [text[:2] for text in self.texts] == places

    def untold(self, *told: str) -> list[str]:
        """The words that a translation does not tell which was made when the source said `told`."""
        known = set(self.places(told))
        return [text[1] for text in self.texts if not is_covered(text, known.__contains__)]

    def too_much(self, *told: str) -> int:
        """How many texts such a translation has too many."""
        return len(withdrawn(self.texts, self.gone, set(self.places(told))))


class Changes(SimpleTestCase):
    def test_a_change_that_counts_is_untold_and_one_that_is_minor_is_not(self) -> None:
        source = Source("a", "b")
        source.publish("a", "b2")
        assert source.untold("a", "b") == ["b2"]
        assert source.untold("a", "b2") == []
        source = Source("a", "b")
        source.publish("a", "b2", minor=True)
        assert source.untold("a", "b") == []

    def test_a_minor_change_of_untold_words_leaves_them_untold_since_the_same_day(self) -> None:
        source = Source("a")
        source.publish("b")
        since = source.texts[0][2]
        source.publish("c", minor=True)
        source.publish("d", minor=True)
        assert source.untold("a") == ["d"]
        assert source.texts[0][2] == since
        assert earliest([since]) == START + timedelta(days=1)
        assert source.untold("b") == source.untold("c") == source.untold("d") == []

    def test_a_change_that_counts_after_a_minor_one_counts(self) -> None:
        source = Source("a")
        source.publish("b", minor=True)
        source.publish("c")
        assert source.untold("a", "b") == ["c"]

    def test_words_that_were_merged_by_a_minor_change_are_told_when_all_of_them_were(self) -> None:
        source = Source("a", "b")
        source.publish("a", "b2")
        source.publish("both", minor=True)
        assert source.untold("a", "b") == ["both"]
        assert source.untold("a", "b2") == []

    def test_words_that_a_minor_change_adds_are_nobodys_duty_until_they_change(self) -> None:
        source = Source("a")
        source.publish("a", "b", minor=True)
        assert source.untold("a") == []
        source.publish("a", "c")
        assert source.untold("a") == ["c"]

    def test_words_that_were_taken_out_are_too_many_unless_that_was_minor(self) -> None:
        source = Source("a", "b", "c")
        source.publish("a", "c")
        assert source.too_much("a", "b", "c") == 1
        assert source.too_much("a", "c") == 0
        source.publish("c", minor=True)
        assert source.too_much("a", "b", "c") == 1
        assert source.too_much("a", "c") == 0

    def test_words_that_changed_before_they_were_taken_out_are_too_many_in_an_old_translation(self) -> None:
        source = Source("a", "b")
        source.publish("a", "b2")
        source.publish("a", minor=True)
        assert source.too_much("a", "b") == 1
        assert source.too_much("a", "b2") == 0

    def test_words_that_come_back_are_not_too_many(self) -> None:
        source = Source("a", "b")
        source.publish("a")
        source.publish("a", "b")
        assert source.too_much("a", "b") == 0
        assert source.untold("a", "b") == []
