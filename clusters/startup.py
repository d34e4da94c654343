"""Registers this app's pages, forms, policies and signals when a process starts."""

from clusters import (
    checks,  # noqa: F401  # to import them is to register them
    page_forms,
    page_views,
    section_blueprints,
    signal_handlers,
)
from clusters.access.teams import publishes_anywhere
from clusters.co_signatures import signal_handlers as co_signature_signals
from clusters.co_signatures.policy import refuse_unsigned
from clusters.content.listed_tags import listed_moments
from clusters.content.neighbours import storing as neighbours
from clusters.directory import social_cards as organisation_cards
from clusters.models import Cluster, Federation, Organisation, PressKit
from clusters.people.bundle_mails import mail_held, mail_to_approve
from clusters.people.held_mails import warn_of_held
from clusters.people.rights_mails import warn_of_ending_rights
from clusters.people.teams import is_of_cluster_alone
from clusters.press_access.kits import own_sections as own_kit_sections
from clusters.press_access.kits import signal_handlers as press_kit_signals
from clusters.press_access.kits.owners import public_kits
from clusters.press_access.kits.stored_sheets import prune_sheets
from clusters.press_access.kits.tasks import prepare_missing
from clusters.publishing import startup as publishing
from clusters.publishing.bundles.composition import register_when_bundle_asked
from clusters.publishing.bundles.going_out import register_when_bundle_held
from clusters.publishing.next_steps import StepOrder, register_next_step
from clusters.publishing.policy_registry import Stage, register_policy
from clusters.sections.opening_views import opening_step
from clusters.subscriptions import startup as subscriptions
from clusters.tasks import prune_accreditations, prune_invitations, prune_messages
from fedcms.core.changes.outbox import subscribe
from fedcms.core.page_cache.moments import register_moments
from fedcms.core.tasks.recurring import DAY, register_recurring
from fedcms.core.tasks.scheduled_publication import register_when_held
from fedcms.media.social_cards.sources import register_card_source
from fedcms.media.tasks import CARDS_AT_ONCE, LATER
from fedcms.media.visibility import register_public_owner
from fedcms.sign_in.identity_providers.people import register_people_of_cluster
from fedcms.sign_in.second_factor.requirement import register_required


def run() -> None:
    """Registers everything. AppConfig.ready calls it once."""
    for model in (Cluster, Federation, Organisation):
        register_public_owner(model)
    register_public_owner(PressKit, public_kits)
    register_required(publishes_anywhere)
    register_people_of_cluster(is_of_cluster_alone)
    own_kit_sections.register()
    register_recurring("prune messages", DAY, prune_messages)
    register_recurring("prune invitations", DAY, prune_invitations)
    register_recurring("prune accreditations", DAY, prune_accreditations)
    register_recurring("warn of ending rights", DAY, warn_of_ending_rights)
    register_recurring("prune fact sheets", DAY, prune_sheets)
    register_recurring("prepare press kits", DAY, prepare_missing)
    register_recurring("neighbours of pages", DAY, neighbours.rebuild)
    register_moments("content", listed_moments)
    subscribe("neighbours of pages", neighbours.follow_changes, at_once=100)
    register_card_source(organisation_cards.public_card)
    register_recurring(
        "draw cards of organisations", DAY, organisation_cards.look_for_missing_cards_of_organisations
    )
    subscribe(
        "cards of organisations",
        organisation_cards.cards_follow_organisations,
        at_once=CARDS_AT_ONCE,
        priority=LATER,
    )
    register_when_held(warn_of_held)
    register_when_bundle_held(mail_held)
    register_when_bundle_asked(mail_to_approve)
    publishing.run()
    register_policy(refuse_unsigned, Stage.AGREEMENT)
    co_signature_signals.connect()
    press_kit_signals.connect()
    subscriptions.run()
    register_next_step(opening_step, StepOrder.VIEW)
    page_forms.register()
    page_views.register()
    signal_handlers.connect()
    section_blueprints.register()
