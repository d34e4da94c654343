"""No address of the admin, in no language, lets a person of one cluster change or see what is another's.

The walk asks every registered address, so that a view that comes with a new version of Wagtail or with a new package
is walked on the day it is installed. Findings that begin with `wagtail_localize:` or `translation_moderation:` belong
to clusters.translation.

An address is asked with those queries of which its view reads a key, which is heard while it answers
(tests.admin_walk.browser). Others who walk: tests/admin_walk/test_others.py. Forms: tests/admin_walk/test_forms.py.
"""

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission

from tests.admin_walk.cases import WalkCase
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


class TestWalk(WalkCase):
    """An editor of A, and the proof that the walk would see what is wrong."""

    def test_an_editor_of_another_cluster_changes_and_sees_nothing(self) -> None:
        self.assert_nothing_found(self.walk("editor"))

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
