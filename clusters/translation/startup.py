"""Registers this app's policies, signals and tasks when a process starts."""

from clusters.models.page_permissions import register_further_editors
from clusters.publishing.next_steps import StepOrder, register_next_step
from clusters.translation import signal_handlers
from clusters.translation.access.translate_link import translate
from clusters.translation.access.translators import edits_as_translator
from clusters.translation.drafts import signal_handlers as draft_signal_handlers
from clusters.translation.jobs.pruning import prune_jobs
from clusters.translation.state import signal_handlers as state_signal_handlers
from clusters.translation.state.consistency import repair
from fedcms.core.tasks.recurring import DAY, register_recurring


def run() -> None:
    """Registers everything. AppConfig.ready calls it once."""
    register_further_editors(edits_as_translator)
    register_next_step(translate, StepOrder.TRANSLATE)
    # The order of the handlers: locks before anything writes; then the states, which others read; then the handlers
    # that save translated texts; last those that refuse a change or make translations follow.
    signal_handlers.connect_locks()
    state_signal_handlers.connect()
    draft_signal_handlers.connect()
    signal_handlers.connect()
    # Also runs when a worker starts: it fills in the states of a database that comes from an earlier version.
    register_recurring("check states of translations", DAY, repair)
    register_recurring("prune works on translations", DAY, prune_jobs)
