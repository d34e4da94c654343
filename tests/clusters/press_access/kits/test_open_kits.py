"""A kit is offered in the languages in which its owner's section is open, and in no other; each owner has one kit."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from lxml import etree

from clusters.models import Cluster, ClusterPage, Federation, PressKit
from clusters.press_access.kits.owners import open_languages
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import get, make_image, opened
from tests.factories import make_release

pytestmark = pytest.mark.django_db
KIT = "/fr/presse/kits/midi/"


def html_of(address: str) -> str:
    answer = get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def close(world: World, *languages: str) -> None:
    pages = ClusterPage.objects.filter(cluster=world.south, locale__language_code__in=languages)
    assert pages.update(live=False) == len(languages)


def test_a_language_in_which_the_section_is_closed_is_offered_nowhere(world: World) -> None:
    assert open_languages()["midi"] == open_languages("midi")["midi"] == ("fr", "en", "es", "ar")
    close(world, "ar")
    assert open_languages()["midi"] == open_languages("midi")["midi"] == ("fr", "en", "es")
    html = html_of(KIT)
    assert "/ar/press-kits/midi/" not in html
    assert "/es/press-kits/midi/fact-sheet.pdf" in html
    assert 'hreflang="es" href="http' in html
    assert 'hreflang="ar" href="http' not in html
    assert "/ar/press/kits/midi/" not in html
    # The choice of languages leads to the newsroom of that language.
    assert 'href="/ar/press/"' in html
    assert "/kits/midi/" not in html_of("/ar/press/")
    assert "/kits/federation/" in html_of("/ar/press/")
    assert "/kits/midi/" in html_of("/es/prensa/")
    sitemap = etree.fromstring(get("/sitemap-press-kits.xml").content)  # type: ignore[attr-defined]
    listed = [
        element.text or "" for element in sitemap.iter("{*}loc") if "/kits/midi/" in (element.text or "")
    ]
    assert sorted(address.split("/")[3] for address in listed) == ["en", "es", "fr"]


def test_the_kit_of_a_page_has_nothing_of_an_owner_whose_own_is_closed(world: World) -> None:
    release = make_release(world.south, lead_image=make_image(world.south, "scene"), title="Une annonce")
    kit = opened(get(f"{release.url_path}press-kit.zip"))
    assert "Logos/Logo de EdTech Midi.svg" in kit.files
    assert KIT in html_of(release.url_path)
    close(world, "fr")
    assert get(KIT).status_code == 404
    assert "/kits/midi/" not in html_of(release.url_path)
    kit = opened(get(f"{release.url_path}press-kit.zip"))
    assert "Photographies/Vue de scene.jpg" in kit.files
    assert not any(path.endswith(".svg") for path in kit.files)
    assert "Le Midi réunit" not in kit.text()
    assert "presse@midi.example" not in kit.text()


def test_no_cluster_takes_the_word_of_the_federation() -> None:
    cluster = Cluster(
        slug="federation", code="FFF", name={"fr": "F"}, territory={"fr": "F"}, email="f@f.example"
    )
    with pytest.raises(ValidationError) as refused:
        cluster.full_clean()
    assert "slug" in refused.value.message_dict
    with pytest.raises(CommandError, match="fédération"):
        call_command("provision_cluster", "federation", code="FFF", name="F", email="f@f.example")


def test_the_federation_made_anew_keeps_its_kit(world: World) -> None:
    Federation.load()
    kit = PressKit.objects.get(cluster=None)
    Federation.objects.all().delete()
    Federation.load()
    assert PressKit.objects.get(cluster=None) == kit


def test_no_owner_is_left_without_a_kit(world: World) -> None:
    PressKit.objects.all().delete()
    call_command("provision_federation")
    assert set(PressKit.objects.values_list("cluster__slug", flat=True)) == {
        None,
        *Cluster.objects.values_list("slug", flat=True),
    }
