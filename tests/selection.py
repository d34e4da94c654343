"""Which tests a run takes, in which order, and that none is skipped where all must run.

A test runs on SQLite and on PostgreSQL unless it is placed here: safe for a new test, which nobody has placed. One
database is enough for a file that asserts on none of these: what a query finds, orders or counts; locks, transactions;
the search; what is written in bulk or by migrations; a number of queries. Left are texts, files, forms and rendering,
and screens whose queries another file sends to both.
`bin/check.py` asks for the marks; a file that is named to pytest runs on any database.
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

SQLITE_ENOUGH = (
    "tests/admin_walk/test_browser.py",
    "tests/admin_walk/test_forms.py",
    "tests/admin_walk/test_others.py",
    "tests/clusters/publishing/test_action_buttons.py",
    "tests/clusters/publishing/test_emergency_restoring.py",
    "tests/clusters/publishing/test_emergency_withdrawal.py",
    "tests/clusters/publishing/test_sent_back.py",
    "tests/clusters/publishing/test_success_messages.py",
    "tests/clusters/people/test_team_rights.py",
    "tests/clusters/co_signatures/test_screen.py",
    "tests/clusters/co_signatures/test_translations.py",
    "tests/clusters/test_approval_rights.py",
    "tests/clusters/test_approval_seen.py",
    "tests/clusters/test_body_import.py",
    "tests/clusters/test_contact.py",
    "tests/clusters/test_deepl.py",
    "tests/clusters/test_files_checks.py",
    "tests/clusters/test_files_corrected.py",
    "tests/clusters/press_access/test_file_addresses.py",
    "tests/clusters/press_access/test_nginx.py",
    "tests/clusters/test_files_formats.py",
    "tests/clusters/test_files_rights.py",
    "tests/clusters/test_files_screens.py",
    "tests/clusters/test_translation_embargo.py",
    "tests/clusters/test_towns.py",
    "tests/clusters/test_translatable_fields.py",
    "tests/clusters/test_translation_deleted_images.py",
    "tests/clusters/test_translation_moderation.py",
    "tests/clusters/test_translation_refusals.py",
    "tests/clusters/test_translation_rights.py",
    "tests/clusters/test_translation_completeness.py",
    "tests/clusters/test_map.py",
    "tests/clusters/test_new_kind.py",
    "tests/clusters/test_review.py",
    "tests/clusters/test_translation_job_progress.py",
    "tests/clusters/test_translation_blank.py",
    "tests/clusters/test_translation_editor.py",
    "tests/clusters/test_translation_reminders.py",
    "tests/clusters/test_translator_screens.py",
    "tests/clusters/test_translators.py",
    "tests/clusters/test_required_to_publish.py",
    "tests/clusters/test_texts_not_in_draft.py",
    "tests/home/test_structured_data_of_news.py",
    "tests/home/webhooks/test_partners_example.py",
    "tests/core/test_blocks.py",
    "tests/core/test_catalogue_overrides.py",
    "tests/core/test_colour.py",
    "tests/core/test_compression.py",
    "tests/core/test_crawl_rules.py",
    "tests/core/test_bidi.py",
    "tests/core/test_language_choice.py",
    "tests/core/test_forked.py",
    "tests/core/test_language_list.py",
    "tests/core/test_languages.py",
    "tests/core/test_links.py",
    "tests/core/test_locale_screen.py",
    "tests/core/test_plain_text.py",
    "tests/core/test_placeholder_cover.py",
    "tests/core/test_numbers.py",
    "tests/core/test_odd_addresses.py",
    "tests/core/test_page_form.py",
    "tests/core/test_patterns.py",
    "tests/core/test_slugs.py",
    "tests/core/test_site_address.py",
    "tests/core/test_storage.py",
    "tests/events/test_ical.py",
    "tests/events/test_validation.py",
    "tests/events/test_zones.py",
    "tests/embargo_oracle/test_oracle.py",
    "tests/embargo_oracle/test_planted.py",
    "tests/home/test_arabic_names.py",
    "tests/home/test_checker.py",
    "tests/home/test_demo.py",
    "tests/home/test_demo_sources.py",
    "tests/home/test_editor_screens.py",
    "tests/home/test_guide.py",
    "tests/home/test_guide_search.py",
    "tests/home/test_guide_labels.py",
    "tests/home/test_guide_menus.py",
    "tests/home/test_not_translated.py",
    "tests/home/test_head_metadata.py",
    "tests/home/test_language_picker.py",
    "tests/home/test_previews.py",
    "tests/home/test_structured_data.py",
    "tests/home/test_structured_data_parts.py",
    "tests/home/test_whole_pages.py",
    "tests/news/test_copy_ready.py",
    "tests/news/test_duty.py",
    "tests/media/test_embedded_rights.py",
    "tests/media/test_file_tags.py",
    "tests/media/test_hostile_uploads.py",
    "tests/media/test_press_copy.py",
    "tests/media/test_upload_bounds.py",
    "tests/media/test_position.py",
    "tests/media/test_stored_positions.py",
    "tests/media/test_serving.py",
    "tests/search/harvest/test_admin.py",
    "tests/search/harvest/test_any_answer.py",
    "tests/search/harvest/test_calendars_and_sitemaps.py",
    "tests/search/harvest/test_fetching.py",
    "tests/search/harvest/test_fetching_limits.py",
    "tests/search/harvest/test_pages_and_addresses.py",
    "tests/search/harvest/test_parsing.py",
    "tests/search/test_api_refusals.py",
    "tests/search/test_engines_parts.py",
    "tests/search/test_thesaurus_seed.py",
    "tests/test_architecture.py",
    "tests/test_glossary.py",
    "tests/test_messages.py",
    "tests/test_migrations.py",
    "tests/test_selection.py",
    "tests/test_template_database.py",
    "tests/upgrade/test_upgrade.py",
    "tests/clusters/test_permissions_rows.py",
    "tests/search/harvest/test_addresses_bounds.py",
    "tests/test_admin_walk.py",
    "tests/clusters/test_translation_form.py",
    "tests/clusters/rights/test_originals.py",
    "tests/clusters/rights/test_structure.py",
    "tests/clusters/rights/test_files_of_others.py",
    "tests/clusters/rights/test_parents.py",
    "tests/clusters/rights/test_moves.py",
    "tests/clusters/rights/test_rows_of_the_federation.py",
    "tests/clusters/test_freshness_minor.py",
    "tests/clusters/test_freshness.py",
    "tests/clusters/test_freshness_origins.py",
    "tests/clusters/test_freshness_texts.py",
    "tests/clusters/test_safe_sync.py",
    "tests/clusters/test_withdrawal.py",
    "tests/media/test_renditions.py",
    "tests/media/test_response_headers.py",
    "tests/home/test_sharing.py",
    "tests/home/test_sharing_texts.py",
    "tests/media/test_social_card_photo.py",
    "tests/media/test_social_cards.py",
    "tests/clusters/test_translation_addresses.py",
    "tests/clusters/test_files_import.py",
    "tests/clusters/test_safe_moves.py",
    "tests/clusters/test_admin_moves.py",
    "tests/clusters/test_translation_jobs.py",
    "tests/clusters/test_admin_choosers.py",
    "tests/clusters/test_admin_guard.py",
    "tests/clusters/test_translation_shared_fields.py",
    "tests/clusters/test_cluster_page.py",
    "tests/clusters/test_source_decided_first.py",
    "tests/clusters/test_translation_errored.py",
    "tests/home/test_dashboard.py",
    "tests/home/test_front_page.py",
    "tests/home/test_federation_page_rights.py",
    "tests/clusters/test_translators_update.py",
    "tests/clusters/test_update_translations.py",
    "tests/clusters/test_resync.py",
    "tests/core/test_typed_dates.py",
    "tests/clusters/publishing/test_typed_moments.py",
    "tests/media/test_bulk_rights.py",
    "tests/media/test_uploads.py",
    "tests/clusters/test_who_may_translate.py",
    "tests/clusters/test_withdrawn_languages.py",
    "tests/home/editorial_calendar/test_screen.py",
    "tests/home/editorial_calendar/test_days.py",
    "tests/clusters/test_translation_form_values.py",
    "tests/home/test_dashboard_waiting.py",
    "tests/home/test_feeds.py",
    "tests/home/test_edit_link.py",
    "tests/events/test_calendars.py",
)
# What happens at once, jobs, mails and the harvest: on the database of production, in its transactions. And screens of
# the admin with their queries, which the browser tests open on SQLite.
POSTGRESQL_ENOUGH = (
    "tests/clusters/co_signatures/test_signed_texts.py",
    "tests/clusters/people/test_accounts.py",
    "tests/clusters/people/test_invitations.py",
    "tests/clusters/people/test_leaving.py",
    "tests/clusters/press_access/test_admin.py",
    "tests/clusters/press_access/test_admin_screens.py",
    "tests/clusters/press_access/test_file_requests.py",
    "tests/clusters/press_access/test_files.py",
    "tests/clusters/press_access/test_reading.py",
    "tests/clusters/press_access/test_taken_off.py",
    "tests/clusters/publishing/test_held_by_the_clock.py",
    "tests/clusters/publishing/test_repeated_posts.py",
    "tests/clusters/publishing/test_reviewers.py",
    "tests/clusters/publishing/test_schedule_move.py",
    "tests/clusters/rights/test_teams.py",
    "tests/clusters/test_chooser_start.py",
    "tests/clusters/test_explorer.py",
    "tests/clusters/test_image_chooser.py",
    "tests/clusters/test_media_rights.py",
    "tests/clusters/test_opening.py",
    "tests/clusters/test_rights_mails.py",
    "tests/clusters/test_translation_filters.py",
    "tests/clusters/test_translation_report.py",
    "tests/home/editorial_calendar/test_moves.py",
    "tests/home/editorial_calendar/test_rights.py",
    "tests/home/editorial_calendar/test_rights_combined.py",
    "tests/home/editorial_calendar/test_translations.py",
    "tests/home/test_dashboard_work.py",
    "tests/clusters/publishing/test_every_way.py",
    "tests/clusters/publishing/test_no_other_way.py",
    "tests/clusters/publishing/test_two_tabs.py",
    "tests/clusters/rights/test_meanwhile.py",
    "tests/clusters/test_contact_bounds.py",
    "tests/clusters/test_files_meanwhile.py",
    "tests/clusters/test_glossary.py",
    "tests/clusters/test_on_demand_translation/test_asked_for.py",
    "tests/clusters/test_on_demand_translation/test_bounds.py",
    "tests/clusters/test_rights_check.py",
    "tests/clusters/test_translation_state_machine.py",
    "tests/clusters/test_translation_edit_conflicts.py",
    "tests/clusters/test_translation_job_batches.py",
    "tests/core/test_answer_headers.py",
    "tests/core/test_group_deletion.py",
    "tests/core/test_mail.py",
    "tests/core/test_publication.py",
    "tests/core/test_routing.py",
    "tests/embargo_oracle/test_stories.py",
    "tests/home/test_commands.py",
    "tests/media/test_expired_in_text.py",
    "tests/search/harvest/test_failures.py",
    "tests/search/harvest/test_harvest.py",
    "tests/search/harvest/test_page_visits.py",
    "tests/search/harvest/test_private.py",
    "tests/search/harvest/test_waits.py",
    "tests/search/test_forms_bounds.py",
    "tests/search/test_programs.py",
    "tests/search/test_promotions.py",
    "tests/view_counts/test_nginx.py",
    "tests/clusters/test_translation_form_conflicts.py",
    "tests/clusters/test_translator_scope.py",
    "tests/media/test_reuse.py",
    "tests/core/test_restrictions.py",
)
# Minutes each. First, so that none is left to one process while the other has nothing more to do.
LONGEST = (
    "tests/embargo_oracle/test_oracle.py",
    "tests/admin_walk/test_forms.py",
    "tests/admin_walk/test_others.py",
    "tests/test_admin_walk.py",
)
# Browser tests go to a process by file, these one by one: tens of pages, each on its own.
ONE_BY_ONE = ("tests/e2e/test_accessibility.py", "tests/e2e/test_first_visit.py")


class ByFile(LoadScopeScheduling):
    """Gives all tests of a file to one process, which makes the fixtures of its module; those of some files one by one.

    Not `xdist_group` marks: with pytest 9.2, pytest-xdist 3.8 writes a group where nobody reads it.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in ONE_BY_ONE else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Returns the scheduler of browser tests, which run with `--dist loadgroup`; of all others, pytest-xdist's."""
    return ByFile(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks, drops what is of the other database alone, and sorts; within a file, all stays as it is.

    Raises `UsageError` for a test that would empty the database: the tests of a process share its federation.
    """
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    dropped = []
    for item in items:
        file = item.nodeid.partition("::")[0]
        if file in SQLITE_ENOUGH:
            item.add_marker("sqlite_enough")
        if file in POSTGRESQL_ENOUGH:
            item.add_marker("postgresql_enough")
        if any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
            raise pytest.UsageError(f"{item.nodeid} commits, and empties the database that others share.")
        if any(vendor not in mark.args for mark in item.iter_markers("database")):
            dropped.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    places = {name: place for place, name in enumerate(LONGEST)}
    items[:] = sorted(
        (item for item in items if item not in dropped),
        key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)),
    )


def _all_must_run(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_SERVICES") == "1":
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_SERVICES=1, and this was skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """With REQUIRE_SERVICES=1 a test that is skipped has failed, whatever skips it."""
    report: pytest.TestReport = yield
    _all_must_run(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """The same of a module that is skipped as a whole."""
    report: pytest.CollectReport = yield
    _all_must_run(report)
    return report
