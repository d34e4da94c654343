"""Every form of the admin, sent by persons who may not: nothing of another cluster, or beyond their role, changes."""

from typing import ClassVar

from django.test import TestCase, override_settings

from clusters.models import Organisation
from clusters.translation.models import GlossaryTerm
from search.models import ConceptProposal, PromotedResult, ThesaurusConcept
from tests.admin_walk.browser import SESSIONS
from tests.admin_walk.doors import SKIPPED, all_doors, one_address_a_door
from tests.admin_walk.dump import kept, of_the_federation, watched
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
from tests.admin_walk.team_fillers import OWNED_ROWS

# Doors with a form by which even somebody who may do everything changes nothing here, and why.
WITHOUT_EFFECT: dict[str, str] = {
    **dict.fromkeys(("clusters:delete", "wagtailusers_groups:delete", "wagtailadmin_collections:delete"),
                    "refused while something hangs on the row"),
    "federation:delete": "nobody removes the federation",
    "press_kits:delete": "each owner keeps its kit",
    "press_kits:edit": "files to choose: tests/clusters/press_access/kits/test_admin.py",
    **dict.fromkeys(("guide:contents", "guide:chapter", "guide:search"), "a search box"),
    "co_signatures": "no cluster signs here: tests/clusters/co_signatures",
    "co_signed_file": "a picture",
    "co_signed_text": "a page as it will appear, with its search box",
    "subscribers:team": "numbers",
    "sharing:screen": "texts to copy, which are sent nowhere",
    "sharing:qr": "a picture",
    "page_view_report_of_page": "a period to choose",
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
    "sections:open": "is open already: tests/clusters/test_opening.py",
    "people:leave": "the colleague who takes over is to be chosen",
    **dict.fromkeys(("press_accreditations:team", "press_accreditations:comments"), "a list"),
    "webhooks:team": "a list",
    "webhooks:secret": "shows, once",
    "webhooks:edit": "sent as it stands: tests/home/webhooks/test_screens.py",
    **dict.fromkeys(("media_contacts:team", "media_contacts:lists", "media_contacts:shared",
                     "media_contacts:export", "media_contacts:export_one", "release_mailings:team",
                     "release_mailings:mailing"), "a list, or a file to take away"),
    "media_contacts:import": "takes a file: tests/news/media_contacts",
    "release_mailings:compose": "nobody is chosen as it is shown: tests/news/media_contacts",
    "release_mailings:pause": "is paused already: tests/news/mailing",
    **dict.fromkeys(("event_sign_ups:team", "event_sign_ups:sheet", "event_sign_ups:export",
                     "event_sign_ups:export_one", "event_sign_ups:export_workbook", "event_sign_ups:badges"),
                    "a list, or a file to take away"),
    **dict.fromkeys(("event_sign_ups:door", "event_sign_ups:door_people", "event_sign_ups:door_worker"),
                    "shows who is expected, to people and devices"),
    "event_sign_ups:door_presence": "takes what a device reports: tests/events/signup/test_door.py",
    "event_sign_ups:write": "nobody is chosen as it is shown: tests/events/signup",
    **dict.fromkeys(("event_sign_ups:accept", "event_sign_ups:invite"),
                    "a draft takes nobody: tests/events/signup"),
    "event_sign_ups:edit_sheet": "a purpose is missing as it is shown: tests/events/signup",
    **dict.fromkeys(("mission_applications:team", "mission_applications:call", "mission_applications:document",
                     "mission_applications:export_one"), "a list, or a file to take away"),
    "mission_applications:application": "shows, and its one form is that of erasing",
    **dict.fromkeys(("mission_applications:jury", "mission_applications:jury_document"),
                    "a list, or a file to take away"),
    **dict.fromkeys(("mission_applications:evaluate", "mission_applications:conflict",
                     "mission_applications:own_conflict", "mission_applications:decide",
                     "mission_applications:answer_shortfall", "mission_applications:change_jury"),
                    "for a jury, or once a call is closed: tests/events/applications"),
    **dict.fromkeys(("mission_delegations:delegation", "mission_delegations:publish",
                     "mission_delegations:participants", "mission_delegations:outcome", "mission_delegations:story",
                     "mission_delegations:programme"), "a list, or for a call that is decided, a mission that is back"),
    "mission_delegations:add_item": "a title is missing as it is shown: tests/events/delegations",
    "mission_applications:cancel_mission": "a reason is missing as it is shown: tests/events/applications",
    "mission_applications:edit_call": "a purpose is missing as it is shown: tests/events/applications",
    "mission_applications:change_dossier": "takes a file: tests/events/applications",
    "event_imports:import": "takes a file or an address: tests/events/test_calendar_import.py",
    "people:team": "its forms are those of invitations",
    **dict.fromkeys(("wagtailusers_users:edit", "wagtailusers_users:copy", "wagtaillocales:copy"),
                    "the form is not valid as it is shown"),
}  # fmt: skip
# What is for the federation's team to change, whichever cluster it belongs to.
FEDERATION_KEEPS = (
    "sources",
    *(
        model._meta.label
        for model in (Organisation, ThesaurusConcept, ConceptProposal, PromotedResult, GlossaryTerm)
    ),
    *map(of_the_federation, OWNED_ROWS.values()),
)
ADDED_TO_ONES_OWN = ("organisations:add", "harvest_sources:add", *(f"{name}:add" for name in OWNED_ROWS))
# Of files, "all" means all of one's own: nothing of B is meant, and nothing is refused.
ALL_OF_ONES_OWN = "?id=all"


@override_settings(SESSION_ENGINE=SESSIONS)
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
        cls.theirs, cls.without = effective(forms, cls.stage, watched(cls.stage))
        doors = list({each.door.key: each.door for each in cls.theirs if each.door.arguments}.values())
        cls.ours = list(requests_of(doors, cls.side, cls.stage.a))
        cls.ours += additions(cls.ours, every)

    def refusals(self, person: str) -> Posted:
        all_of_b = [
            kind
            for kind in watched(self.stage)
            if person != "federation_editor" or kind.name not in FEDERATION_KEEPS
        ]
        return Poster(self.stage, person).post(
            self.theirs, all_of_b, wants_refusal=person != "federation_editor"
        )

    def own(self, person: str) -> Posted:
        """With what is one's own: as it stands, and with targets of B."""
        both = [*self.ours, *with_targets(self.ours, self.side, self.stage)]
        return Poster(self.stage, person).post(both, [*watched(self.stage), *kept(self.side, person)])

    def test_the_forms_are_plausible(self) -> None:
        # What cannot be added as it was edited is left out.
        without = {key for key in self.without if not key.endswith((":add", ":create"))}
        assert (without - set(WITHOUT_EFFECT), set(WITHOUT_EFFECT) - without) == (set(), set())
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
            [kind for kind in kept(self.stage, "editor") if kind.name == "own public pages"],
        )
        assert report.changed == []
        assert report.crashes == []
