"""A journalist with a good link to one release: what it may show, and what it is asked for."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

from django.forms.models import model_to_dict
from django.utils import timezone

from clusters.models.accreditation import AccreditationKind, AccreditationScope
from clusters.press_access.granting import Holder, Terms, give
from clusters.press_access.kits.addresses import ARCHIVE, FACT_SHEET
from fedcms.media.print_files import print_files
from news.newsroom.copy_ready.formats import FORMATS as FORMATS_OF_TEXTS
from tests.admin_walk.browser import Browser
from tests.embargo_oracle.files import stored_images
from tests.embargo_oracle.reading import words_of, words_of_text
from tests.embargo_oracle.sentinels import due, words_in
from tests.embargo_oracle.world import World


def give_link(world: World) -> str:
    """The secret of a link to the release alone."""
    holder = Holder("Nour Haddad", "Le Courrier", "nour@press.example", "fr")
    terms = Terms(
        AccreditationKind.JOURNALIST,
        AccreditationScope.PAGE,
        timezone.now() + timedelta(days=9),
        world.pages["release"],
    )
    publisher = world.stage.people["b_publisher"]
    return give(world.stage.b, holder, terms, publisher, sends=False)[1]


def words_of_release(world: World) -> set[str]:
    """What the release says in its languages, and its files."""
    versions = (world.pages["release"], world.translations["release"])
    texts = [json.dumps(page.get_latest_revision().content, default=str) for page in versions]
    texts += [str(model_to_dict(item)) for item in (world.image, world.document)]
    texts += [each.name for files in print_files([world.image]).values() for each in files]
    return set().union(*map(words_of_text, [*texts, due("image-bytes"), due("document-bytes")]))


def asked_by_link(world: World, secret: str) -> Iterator[tuple[bool, str, set[str]]]:
    """Of each page under embargo, whether it is the release, what was asked, and the words of the answer."""
    ends = ["", "comment/", world.document.url.lstrip("/"), ARCHIVE, FACT_SHEET]
    ends += [f"media/{name}" for name in stored_images(world.image)]
    ends += [text_format.address for text_format in FORMATS_OF_TEXTS.values()]
    release = world.pages["release"].translation_key
    for page in world.due_pages():
        for end in ends:
            address = f"/before-publication/{secret}/{page.pk}/{end}"
            response = Browser(None).get(address)
            assert response.status_code < 500, address
            yield page.translation_key == release, address, words_of(response) - words_in(unquote(address))
