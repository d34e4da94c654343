"""Values of the keys of a query, by which the oracle asks each address of the site."""

from collections.abc import Callable

from clusters.content.registry import content_types
from clusters.models import Organisation
from events.models import EventType
from events.weeks import week_begin, week_key
from fedcms.core.models import Topic
from search.engines.documents import Sort
from tests.admin_walk.stage import BAIT, LANGUAGES
from tests.embargo_oracle.world import World

# Values by the key of a query. A view that reads a key which stands nowhere here is a failure.
QUERIES: dict[str, Callable[[World], list[str]]] = {
    "q": lambda world: [BAIT],
    "locale": lambda world: list(LANGUAGES[:2]),
    "language": lambda world: list(LANGUAGES[:2]),
    "typed": lambda world: ["fr"],
    "kind": lambda world: [*content_types()],
    "type": lambda world: EventType.values[:1],
    "cluster": lambda world: [world.stage.b.slug],
    "contact_list": lambda world: ["1"],
    "state": lambda world: ["due", "sent"],
    "topic": lambda world: [Topic.objects.get().key],
    "audience": lambda world: ["school"],
    "when": lambda world: ["coming"],
    "source": lambda world: ["site"],
    "country": lambda world: ["CA"],
    "year": lambda world: [str(world.moment.year)],
    "month": lambda world: [f"{world.pages['event'].starts_on:%Y-%m}", str(world.moment.month)],
    "dates": lambda world: ["words"],
    "day": lambda world: [f"{world.pages['event'].starts_on:%Y-%m-%d}"],
    "week": lambda world: [week_key(week_begin(world.pages["event"].starts_on))],
    "view": lambda world: ["week", "month", "map"],
    "attendance": lambda world: ["onsite", "online"],
    "period": lambda world: ["week", "past"],
    "from": lambda world: [f"{world.pages['event'].starts_on:%Y-%m-%d}"],
    "to": lambda world: [f"{world.pages['event'].starts_on:%Y-%m-%d}"],
    "past": lambda world: ["1"],
    "sort": lambda world: [Sort.DATE.value],
    "words": lambda world: ["1"],
    "about": lambda world: [*Organisation.objects.order_by("pk").values_list("slug", flat=True)[:1], BAIT],
    "town": lambda world: ["Rennes", "Xyzzyville"],
    "page": lambda world: ["2"],
    "page_size": lambda world: ["100"],
    "p": lambda world: ["2"],
}
IGNORED_KEYS: dict[str, str] = {
    "done": "says above a page what somebody has just done there",
    "sent": "says above a form that a message has been sent",
    "saved": "says above a form that it has been saved",
    "next": "where one goes after signing in",
}
