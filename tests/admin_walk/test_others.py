"""The walk of tests/test_admin_walk.py as A's publisher and as a translator: apart, so that two processes share it."""

from tests.admin_walk.cases import WalkCase


class TestWalkOfOthers(WalkCase):
    """Who has more rights in A than an editor, and who has others."""

    def test_nor_does_a_publisher(self) -> None:
        self.assert_nothing_found(self.walk("publisher"))

    def test_nor_does_a_translator(self) -> None:
        self.assert_nothing_found(self.walk("translator"))
