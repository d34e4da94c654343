"""Registers the publication policies, the hook and the guard when a process starts."""

from clusters.publishing import signal_handlers
from clusters.publishing.bundles.going_out import publish_due_bundles
from clusters.publishing.bundles.policy import refuse_apart_from_bundle
from clusters.publishing.finished import refuse_unfinished
from clusters.publishing.may_publish import around_publication
from clusters.publishing.media_rights import refuse_without_rights
from clusters.publishing.next_steps import StepOrder, register_next_step, schedule, view_online
from clusters.publishing.policy_registry import Stage, register_policy
from clusters.publishing.rights import refuse_without_right
from clusters.publishing.withdrawal.policy import refuse_withdrawn
from fedcms.core.pages.publication import register_around_publication
from fedcms.core.tasks.scheduled_publication import register_due_together


def run() -> None:
    """Registers everything. AppConfig.ready calls it once."""
    register_policy(refuse_without_right, Stage.RIGHTS)
    register_policy(refuse_unfinished, Stage.CONTENT)
    register_policy(refuse_without_rights, Stage.MEDIA)
    register_policy(refuse_withdrawn, Stage.AGREEMENT)
    register_policy(refuse_apart_from_bundle, Stage.AGREEMENT)
    register_due_together(publish_due_bundles)
    register_around_publication(around_publication)
    register_next_step(view_online, StepOrder.VIEW)
    register_next_step(schedule, StepOrder.SCHEDULE)
    signal_handlers.connect()
