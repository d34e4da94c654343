"""No address of the admin, in no language, lets a person of one cluster change or see what is another's.

The walk asks every registered address, so that a view that comes with a new version of Wagtail or with a new package
is walked on the day it is installed. Findings that begin with `wagtail_localize:` or `translation_moderation:` belong
to clusters.translation.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import Permission
from django.test import TestCase
from wagtail.models import GroupPagePermission

from clusters.models import Organisation
from clusters.translation.models import GlossaryTerm
from search.models import PromotedResult, ThesaurusConcept
from tests.admin_walk.doors import SKIPPED, UNFILLED, Door, all_doors, one_address_a_door
from tests.admin_walk.dump import dump, kept
from tests.admin_walk.posting import (
    SHOWING,
    Posted,
    Poster,
    Request,
    additions,
    effective,
    requests_of,
    with_targets,
)
from tests.admin_walk.stage import Stage, build, own_side
from tests.admin_walk.walker import Report, Walker
from tests.factories.content import section_of

# Where the same requests do change something of B when B's own publisher makes them: what is posted is plausible.
EFFECTIVE = (
    "clusters:edit",
    "translation_moderation:approve",
    "translation_moderation:cancel",
    "translation_moderation:reject",
    "harvest_sources:act",
    "harvest_sources:delete",
    "organisations:delete",
    "organisations:edit",
    "wagtail_bulk_action",
    "wagtail_localize:submit_page_translation",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_unschedule",
    "wagtailadmin_pages:set_page_position",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:workflow_action",
    "wagtaildocs:delete",
    "wagtaildocs:edit",
    "wagtailimages:delete",
    "wagtailimages:edit",
)


# Doors with a form by which even somebody who may do everything changes nothing here, and why.
WITHOUT_EFFECT: dict[str, str] = {
    **dict.fromkeys(("clusters:delete", "wagtailusers_groups:delete", "wagtailadmin_collections:delete"),
                    "refused while something hangs on the row"),
    "federation:delete": "nobody removes the federation",
    **dict.fromkeys(("wagtaillocales:delete", "wagtail_localize:convert_to_alias",
                     "wagtail_localize:submit_snippet_translation", "wagtailadmin_pages:convert_alias"),
                    "refused to everybody here"),
    **dict.fromkeys(("translation_files:one", "wagtail_localize:download_pofile",
                     "wagtail_localize:preview_translation", "wagtailadmin_pages:add_subpage",
                     "wagtailadmin_pages:choose_parent", "wagtailadmin_pages:move",
                     "wagtailadmin_pages:collect_workflow_action_data", "wagtailimages:url_generator",
                     "wagtailadmin_pages:confirm_workflow_cancellation", "wagtailimages_chooser:select_format"),
                    "shows, or leads to where it is done"),
    **dict.fromkeys(("wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit"),
                    "kept in the session alone"),
    **dict.fromkeys(("translation_files:report", "translation_work:job"), "shown to who began it"),
    **dict.fromkeys(("wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"),
                    "who is at which page is nobody's content"),
    **dict.fromkeys(("wagtailadmin_workflows:edit_task", "wagtailadmin_workflows:enable",
                     "wagtailadmin_workflows:enable_task"), "is so already"),
    **dict.fromkeys(("wagtaildocs:create_multiple_from_uploaded_document", "wagtaildocs:delete_upload_multiple",
                     "wagtailimages:create_multiple_from_uploaded_image", "wagtailimages:delete_upload_multiple"),
                    "an upload is its uploader's"),
    **dict.fromkeys(("wagtaildocs:edit_multiple", "wagtailimages:edit_multiple"),
                    "no screen shows the form: its fields bear the file's number"),
    "wagtail_localize:upload_pofile": "takes a file: tests/clusters/test_files_rights.py",
    **dict.fromkeys(("wagtailusers_users:edit", "wagtailusers_users:copy", "wagtaillocales:copy"),
                    "the form is not valid as it is shown"),
}  # fmt: skip
# What is for the federation's team to change, whichever cluster it belongs to.
FEDERATION_KEEPS = (
    "sources",
    *(model._meta.label for model in (Organisation, ThesaurusConcept, PromotedResult, GlossaryTerm)),
)
ADDED_TO_ONES_OWN = ("organisations:add", "harvest_sources:add")
# Of files, "all" means all of one's own: nothing of B is meant, and nothing is refused.
ALL_OF_ONES_OWN = "?id=all"


class TestWalk(TestCase):
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
        assert report.findings == []
        assert report.crashes == []
        assert set(report.unfilled) == set(UNFILLED)
        assert report.doors > 200, "the addresses of the admin were not found"

    def test_an_editor_of_another_cluster_changes_and_sees_nothing(self) -> None:
        self.assert_nothing_found(self.walk("editor"))

    def test_nor_does_a_publisher(self) -> None:
        self.assert_nothing_found(self.walk("publisher"))

    def test_nor_does_a_translator(self) -> None:
        self.assert_nothing_found(self.walk("translator"))

    def test_the_same_requests_work_for_who_may(self) -> None:
        """Otherwise the walk would prove only that it asks nonsense."""
        report = self.walk("b_publisher", EFFECTIVE, few=6)
        changed = {line.split(": ")[0] for line in report.findings if " changed " in line}
        assert changed == set(EFFECTIVE)

    def test_a_right_wrongly_granted_in_one_language_is_reported(self) -> None:
        """The proof that the walk sees: A's editors may change B's English section, and no other."""
        GroupPagePermission.objects.create(
            group=self.stage.a.editors_group,
            page=section_of(self.stage.b, "en"),
            permission=Permission.objects.get(codename="change_page"),
        )
        doors = ("wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_explore_results")
        report = self.walk("editor", doors)
        shown = " ".join(line for line in report.findings if " shows editor " in line)
        assert "draft-en" in shown
        assert not any(f"-{language}" in shown for language in ("fr", "es", "ar"))
        assert any("editor changed pages" in line for line in report.findings)
        assert any("editor changed revisions" in line for line in report.findings)


class TestForms(TestCase):
    """Every form of the admin, filled in and sent by who may not."""

    stage: ClassVar[Stage]
    side: ClassVar[Stage]
    theirs: ClassVar[list[Request]]
    without: ClassVar[set[str]]
    ours: ClassVar[list[Request]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.stage = build()
        cls.side = own_side(cls.stage)
        every = [door for door in one_address_a_door(all_doors()) if door.key not in SKIPPED]
        doors = [door for door in every if door.arguments and not door.name.endswith(SHOWING)]
        forms = list(requests_of(doors, cls.stage, cls.stage.a))
        forms += additions(forms, every)
        cls.theirs, cls.without = effective(forms, cls.stage, lambda: dump(cls.stage))
        doors = list({each.door.key: each.door for each in cls.theirs if each.door.arguments}.values())
        cls.ours = list(requests_of(doors, cls.side, cls.stage.a))
        cls.ours += additions(cls.ours, every)

    def refusals(self, person: str) -> Posted:
        def all_of_b() -> dict[str, list[str]]:
            found = dump(self.stage)
            return {
                name: rows
                for name, rows in found.items()
                if person != "federation_editor" or name not in FEDERATION_KEEPS
            }

        return Poster(self.stage, person).post(
            self.theirs, all_of_b, wants_refusal=person != "federation_editor"
        )

    def own(self, person: str) -> Posted:
        """With what is one's own: as it stands, and with targets of B."""
        both = [*self.ours, *with_targets(self.ours, self.side, self.stage)]
        return Poster(self.stage, person).post(both, lambda: dump(self.stage) | kept(self.side, person))

    def test_the_forms_are_plausible(self) -> None:
        # What cannot be added as it was edited is left out.
        assert {key for key in self.without if not key.endswith((":add", ":create"))} == set(WITHOUT_EFFECT)
        assert len({request.door.key for request in self.theirs}) > 60, "the forms were not found"

    def test_who_is_of_another_cluster_is_refused_whatever_they_send(self) -> None:
        for person in ("editor", "publisher", "translator"):
            report = self.refusals(person)
            assert report.changed == []
            assert report.crashes == []
            # Who adds a row like it adds one of their own.
            answered = [line for line in report.answered if not line.startswith(ADDED_TO_ONES_OWN)]
            assert [line for line in answered if ALL_OF_ONES_OWN not in line] == []

    def test_the_federation_s_team_has_no_say_in_a_cluster_s_section(self) -> None:
        report = self.refusals("federation_editor")
        assert report.changed == []
        assert report.crashes == []

    def test_with_what_is_ones_own_nobody_reaches_beyond_their_cluster_and_role(self) -> None:
        for person in ("editor", "publisher", "translator"):
            report = self.own(person)
            if person == "publisher":
                # The cluster's own row is theirs.
                address = f"clusters:edit: POST /admin/clusters/edit/{self.stage.a.pk}/"
                report.changed = [line for line in report.changed if not line.startswith(address)]
            # Who wrote a draft may delete it, and with it the moment for which it was scheduled.
            changed = [
                line for line in report.changed if not ("/delete/" in line and "own schedules" in line)
            ]
            assert changed == []
            assert report.crashes == []

    def test_who_is_an_editor_there_publishes_nothing_there_by_a_move(self) -> None:
        """Somebody who publishes in A and writes in B."""
        moves = ("wagtail_bulk_action", "wagtailadmin_pages:move_confirm")
        requests = [request for request in self.ours if request.door.key in moves]
        report = Poster(self.stage, "between").post(
            with_targets(requests, self.side, self.stage),
            lambda: {"B's public pages": kept(self.stage, "editor")["own public pages"]},
        )
        assert report.changed == []
        assert report.crashes == []
