"""Makes what tests need: a provisioned federation, clusters, people, content. Real rows, real trees."""

from tests.factories.content import make_article, make_event, make_mission, make_release, make_story, publish
from tests.factories.people import make_cluster, make_federation, make_user

__all__ = [
    "make_article",
    "make_cluster",
    "make_event",
    "make_federation",
    "make_mission",
    "make_release",
    "make_story",
    "make_user",
    "publish",
]
