"""No way of publishing is left out of the walk: each place of the code that publishes is named here, with its way."""

from pathlib import Path

import wagtail

from tests.clusters.publishing import ways
from tests.clusters.publishing.publishing_calls import publishing_places

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = Path(wagtail.__file__).parents[1]

# Each place -> the ways of the walk that go through it, or why nothing becomes public there.
OURS: dict[str, tuple[ways.Way, ...] | str] = {
    "clusters/publishing/bulk_publish.py:_publish": (ways.bulk, ways.bulk_below),
    "clusters/publishing/bundles/approval.py:schedule": "all pages of a bundle: tests/clusters/bundles",
    "clusters/publishing/bundles/going_out.py:_publish_page": "all pages of a bundle: tests/clusters/bundles",
    "clusters/publishing/bundles/going_out.py:_publish_translation": "all languages: tests/clusters/bundles",
    "clusters/publishing/finished.py:refuse_unfinished": "an object in memory, which is validated",
    "clusters/publishing/new_pages.py:publish_new": (ways.provisioning, ways.demo_of_a_new_page),
    "clusters/publishing/schedule_move.py:_write": (ways.moved_schedule,),
    "clusters/publishing/withdrawal/restoring.py:_put_back": "after a withdrawal: test_emergency_restoring",
    "clusters/publishing/withdrawal/restoring.py:_approve_again": "after a withdrawal: test_emergency_restoring",
    "clusters/sections/provisioning.py:_publish": (ways.provisioning,),
    "clusters/translation/drafts/source_schedule.py:move_clocks": "a moment that was approved becomes another",
    "clusters/translation/editor/page_view.py:_publish": (ways.translation_editor,),
    "clusters/translation/review/moderation.py:_publish_draft": (
        ways.translation_editor,
        ways.translation_update,
    ),
    "events/delegations/views.py:publish": "no page: the list of a mission's organisations, tests/events/delegations",
    "fedcms/core/models/base_page.py:BasePage.publish": (ways.program,),
    "fedcms/core/pages/publication.py:publish_approved": (
        ways.approval,
        ways.approval_in_editor,
        ways.approval_by_program,
        ways.translation_approval,
    ),
    "fedcms/core/tasks/scheduled_publication.py:_publish": (ways.clock, ways.clock_by_command),
    "fedcms/demo/pages.py:add_and_publish": (ways.demo_of_a_new_page,),
    "fedcms/demo/pages.py:publish": (ways.demo,),
    "home/provisioning.py:ensure_home": (ways.provisioning,),
}

THEIRS: dict[str, tuple[ways.Way, ...] | str] = {
    "wagtail/actions/create.py:CreateAction._create": (ways.v3_edit,),
    "wagtail/actions/edit.py:EditAction._edit": (ways.v3_edit,),
    "wagtail/actions/publish_revision.py:PublishRevisionAction._publish_revision": (
        ways.editor,
        ways.editor_for_later,
        ways.admin_api,
        ways.v3_action,
    ),
    "wagtail/actions/revert_to_revision.py:RevertToRevisionAction.__init__": (ways.new_revision,),
    "wagtail/actions/revert_to_revision.py:RevertToRevisionAction.execute": (ways.new_revision,),
    "wagtail/admin/api/actions/copy.py:CopyPageAPIAction._action_from_data": (ways.admin_api_copy,),
    "wagtail/admin/api/actions/publish.py:PublishPageAPIAction._action_from_data": (ways.admin_api,),
    "wagtail/admin/views/generic/mixins.py:CreateEditViewOptionalFeaturesMixin.publish_action": "no pages",
    "wagtail/admin/views/pages/bulk_actions/publish.py:PublishBulkAction.execute_action": (ways.bulk,),
    "wagtail/admin/views/pages/copy.py:CopyView.form_valid": (ways.copy,),
    "wagtail/admin/views/pages/create.py:CreateView.publish_action": (ways.create,),
    "wagtail/admin/views/pages/edit.py:EditView.publish_action": (ways.editor, ways.editor_of_a_live_page),
    "wagtail/management/commands/publish_scheduled.py:Command.handle": (ways.clock_by_command,),
    "wagtail/models/draft_state.py:DraftStateMixin.publish": "no pages",
    "wagtail/models/draft_state.py:DraftStateMixin.with_content_json": "an object in memory",
    "wagtail/models/pages.py:AbstractPage.copy": (ways.copy,),
    "wagtail/models/pages.py:AbstractPage.publish": (ways.program,),
    "wagtail/models/pages.py:AbstractPage.save_revision": (ways.new_revision,),
    "wagtail/models/pages.py:AbstractPage.update_aliases": "there are no aliases (docs/adr/0006)",
    "wagtail/models/pages.py:AbstractPage.with_content_json": "an object in memory",
    "wagtail/models/revisions.py:Revision.publish": (ways.program,),
    "wagtail/models/revisions.py:RevisionMixin.save_revision": (ways.new_revision,),
    "wagtail/workflows.py:publish_workflow_state": "another action ends workflows (settings)",
    "wagtail_localize/models.py:TranslationSource.create_or_update_translation": (ways.wagtail_localize,),
    "wagtail_localize/operations.py:TranslationCreator.create_translations": (ways.wagtail_localize,),
    "wagtail_localize/views/convert.py:sync_alias": "there are no aliases (docs/adr/0006)",
    "wagtail_localize/views/edit_translation.py:edit_translation": (ways.translation_editor,),
    "wagtail_localize/views/update_translations.py:UpdateTranslationsView.form_valid": (
        ways.translation_update,
    ),
}


def test_each_place_of_this_project_that_publishes_is_walked() -> None:
    folders = ("fedcms", "clusters", "news", "events", "search", "home")
    assert publishing_places(ROOT, *folders) == sorted(OURS)


def test_each_place_of_wagtail_that_publishes_is_walked() -> None:
    """A later version that has another one fails here, before a page is published by it unasked."""
    assert publishing_places(PACKAGES, "wagtail", "wagtail_localize") == sorted(THEIRS)


def test_the_ways_that_are_named_are_those_of_the_walk() -> None:
    named = [found for way in [*OURS.values(), *THEIRS.values()] if not isinstance(way, str) for found in way]
    assert set(named) <= set(ways.WAYS)
