"""Registers the screens of sign-ups and applications, their menu items, buttons and history in Wagtail's admin."""

from wagtail import hooks

from clusters.publishing.page_guards import guard_deletion
from events.applications import log_actions as application_log_actions
from events.applications import urls as application_urls
from events.applications.page_guards import refuse_while_people_apply
from events.delegations import log_actions as delegation_log_actions
from events.delegations import urls as delegation_urls
from events.imports import urls as import_urls
from events.signup import urls
from events.signup.log_actions import register_log_actions
from events.signup.page_guards import refuse_while_people_wait

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_admin_menu_item", urls.sign_ups_item)
hooks.register("register_page_header_buttons", urls.sign_up_button)
hooks.register("register_admin_urls", import_urls.admin_urls)
hooks.register("register_page_header_buttons", import_urls.import_button)
guard_deletion(refuse_while_people_wait)

hooks.register("register_log_actions", application_log_actions.register_log_actions)
hooks.register("register_admin_urls", application_urls.admin_urls)
hooks.register("register_admin_menu_item", application_urls.applications_item)
hooks.register("register_page_header_buttons", application_urls.call_button)
guard_deletion(refuse_while_people_apply)

hooks.register("register_log_actions", delegation_log_actions.register_log_actions)
hooks.register("register_admin_urls", delegation_urls.admin_urls)
