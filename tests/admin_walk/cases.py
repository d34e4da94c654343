"""What the walks of all persons share: the two clusters, the doors, and what a walk may not find."""

from collections.abc import Iterable
from typing import ClassVar

from django.test import TestCase, override_settings

from tests.admin_walk.browser import SESSIONS
from tests.admin_walk.doors import SKIPPED, UNFILLED, Door, all_doors, one_address_a_door
from tests.admin_walk.stage import Stage, build
from tests.admin_walk.walker import Report, Walker


@override_settings(SESSION_ENGINE=SESSIONS)
class WalkCase(TestCase):
    """A person of cluster A before everything of cluster B."""

    stage: ClassVar[Stage]
    doors: ClassVar[list[Door]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.stage = build()
        cls.doors = [door for door in one_address_a_door(all_doors()) if door.key not in SKIPPED]

    def walk(self, person: str, names: Iterable[str] | None = None, few: int = 0) -> Report:
        wanted = None if names is None else set(names)
        doors = [door for door in self.doors if wanted is None or door.name in wanted]
        return Walker(self.stage, person, few).walk(doors)

    def assert_nothing_found(self, report: Report) -> None:
        assert report.findings == [], report.findings
        assert report.crashes == [], report.crashes
        assert set(report.unfilled) == set(UNFILLED)
        assert report.doors > 200, "the addresses of the admin were not found"
