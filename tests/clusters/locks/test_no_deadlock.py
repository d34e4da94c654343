"""A source and its translation are published at once, and nobody waits in a ring (docs/adr/0029)."""

import pytest
from wagtail.models import Page

from clusters.translation.state import freshness
from tests.clusters.locks.writers import make_public_again, publish_source, publish_translation
from tests.clusters.publishing.world import World
from tests.search.races import Held

pytestmark = pytest.mark.database("postgresql")


@pytest.mark.parametrize("name", ["publish_texts", "refresh"])
@pytest.mark.parametrize("order", ["source first", "translation first"])
def test_a_source_and_its_translation_are_published_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, order: str
) -> None:
    """One is held in the midst, with what it has locked by then."""
    make_public_again(world)
    first, second = publish_source, publish_translation
    if order == "translation first":
        first, second = second, first
    held = Held()
    held.after(monkeypatch, freshness, name)
    held.run(lambda: first(world), lambda: second(world))
    assert Page.objects.get(pk=world.source.pk).live
