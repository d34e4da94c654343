"""Connects the publication service: its own policies, the hook of every publication, the guard of the row."""

from clusters.publishing import row_guard
from clusters.publishing.finished import refuse_unfinished
from clusters.publishing.policies import Stage, register_policy
from clusters.publishing.rights import refuse_without_right
from clusters.publishing.service import around_publication
from fedcms.core.pages.publication import register_around_publication


def connect() -> None:
    """Called once, from AppConfig.ready."""
    register_policy(refuse_without_right, Stage.RIGHTS)
    register_policy(refuse_unfinished, Stage.CONTENT)
    register_around_publication(around_publication)
    row_guard.connect()
