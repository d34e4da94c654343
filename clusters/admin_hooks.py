"""Registers policies, viewsets, choosers, moves and withdrawals in Wagtail's admin."""

from wagtail import hooks

from clusters.access.bulk_selection import DeletePages
from clusters.access.choosers import only_seen_pages
from clusters.access.permissions import register_policies
from clusters.body_import.views import admin_urls as body_import_urls
from clusters.co_signatures import urls as co_signatures
from clusters.co_signatures.log_actions import register_log_actions as register_signature_log_actions
from clusters.people import urls as people
from clusters.people.log_actions import register_log_actions as register_team_log_actions
from clusters.press_access import urls as press_access
from clusters.press_access.log_actions import register_log_actions as register_press_log_actions
from clusters.publishing.action_items import construct_menu
from clusters.publishing.api import guard_admin_api, register_actions
from clusters.publishing.bulk_publish import PublishPages
from clusters.publishing.bundles import urls as bundles
from clusters.publishing.bundles.log_actions import register_log_actions as register_bundle_log_actions
from clusters.publishing.bundles.page_guards import refuse_what_is_in_a_bundle
from clusters.publishing.log_actions import register_log_actions
from clusters.publishing.page_guards import guard_deletion
from clusters.publishing.page_views import ask_before_publication
from clusters.publishing.schedule_views import admin_urls as schedule_urls
from clusters.publishing.withdrawal.hooks import withdrawal_button
from clusters.publishing.withdrawal.views import admin_urls as withdrawal_urls
from clusters.sections.opening_views import admin_urls as section_urls
from clusters.subscriptions import urls as subscriptions
from clusters.subscriptions.log_actions import register_log_actions as register_subscriber_log_actions
from clusters.towns.views import admin_urls as town_urls
from clusters.translation.translation_set import move_hooks, withdrawal

AFTER_WAGTAIL = 10

register_policies()

from clusters.explorer.views import FederationPageViewSet  # noqa: E402  # its filters ask the policies
from clusters.organisation_chooser.views import OrganisationChooserViewSet  # noqa: E402  # their menu asks the policies
from clusters.viewsets import FederationMenu  # noqa: E402  # their menu asks the policies


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    """Returns the menu group, the chooser of organisations, and the explorer (registered after Wagtail's own)."""
    return [FederationMenu(), OrganisationChooserViewSet("organisation_chooser"), FederationPageViewSet()]


hooks.register("construct_page_chooser_queryset", only_seen_pages)
# Before those that lock and delete.
guard_deletion(refuse_what_is_in_a_bundle)
hooks.register("before_move_page", move_hooks.before_move)
hooks.register("before_bulk_action", move_hooks.before_bulk)
hooks.register("construct_translated_pages_to_cascade_actions", move_hooks.translations_that_follow)
hooks.register("before_delete_page", withdrawal.lock_before_delete)
hooks.register("before_bulk_action", withdrawal.lock_before_bulk)
hooks.register("after_unpublish_page", withdrawal.after_unpublish)
hooks.register("after_delete_page", withdrawal.after_delete)
hooks.register("after_bulk_action", withdrawal.after_bulk)
hooks.register("before_publish_page", ask_before_publication)
hooks.register("construct_page_action_menu", construct_menu)
hooks.register("register_admin_urls", schedule_urls)
hooks.register("register_admin_urls", bundles.admin_urls)
hooks.register("register_admin_menu_item", bundles.bundles_item)
hooks.register("register_page_header_buttons", bundles.page_button)
hooks.register("register_log_actions", register_bundle_log_actions)
hooks.register("register_admin_urls", withdrawal_urls)
hooks.register("register_page_header_buttons", withdrawal_button)
hooks.register("register_admin_urls", town_urls)
hooks.register("register_admin_urls", people.admin_urls)
hooks.register("register_admin_urls", press_access.admin_urls)
hooks.register("register_admin_menu_item", press_access.access_item)
hooks.register("register_page_header_buttons", press_access.page_buttons)
hooks.register("register_log_actions", register_press_log_actions)
hooks.register("register_admin_urls", section_urls)
hooks.register("register_admin_menu_item", people.team_item)
hooks.register("register_admin_urls", body_import_urls)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_log_actions", register_team_log_actions)
hooks.register("register_log_actions", register_signature_log_actions)
hooks.register("register_log_actions", register_subscriber_log_actions)
hooks.register("register_admin_urls", subscriptions.admin_urls)
hooks.register("register_admin_menu_item", subscriptions.subscribers_item)
hooks.register("register_admin_urls", co_signatures.admin_urls)
hooks.register("register_page_header_buttons", co_signatures.page_button)
hooks.register("register_bulk_action", PublishPages, order=AFTER_WAGTAIL)
hooks.register("register_bulk_action", DeletePages, order=AFTER_WAGTAIL)
hooks.register("construct_admin_api", guard_admin_api)
hooks.register("register_actions", register_actions)
