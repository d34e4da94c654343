"""With a call, a mission has one number of places and one text of costs wherever it is shown: those of the call."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster
from events.models import CallForApplications, TradeMissionPage
from events.models.call import LONGEST_COSTS
from fedcms.core.models import PublicChange
from tests.events.applications.support import call_form, make_call, make_far_mission
from tests.factories import make_mission, make_user

pytestmark = pytest.mark.django_db
OF_PAGE, OF_CALL = "La région paie le stand", "Le cluster paie les vols"


@pytest.fixture
def mission(loire: Cluster) -> TradeMissionPage:
    return make_far_mission(loire, title="Cap à l’ouest", places=12, cost_euros=900, funding=OF_PAGE)


def _text(path: str) -> str:
    return Client().get(path).content.decode()


def _details(mission: TradeMissionPage) -> dict[str, str]:
    context = Client().get(mission.url_path).context
    return {str(each["term"]): str(each["text"]) for each in context["details"]}


def test_one_number_of_places_and_one_text_of_costs(mission: TradeMissionPage) -> None:
    """Without a call those of the page; with one its places everywhere, its texts where it has some."""
    page = mission.url_path
    assert _details(mission)["Places"] == "12"
    assert OF_PAGE in _text(page)
    call = make_call(mission, places=7)
    assert _details(mission)["Places"] == "7"
    assert "7 places." in _text(page)
    assert OF_PAGE in _text(page), "the call says nothing of costs"
    CallForApplications.objects.filter(pk=call.pk).update(support={"fr": OF_CALL})
    assert OF_CALL in _text(page)
    assert OF_PAGE not in _text(page)
    assert "Coûts et aides" not in _text(page)
    assert "900" in _details(mission)["Coût par participant"], "the call has no amount"


def _in_arabic(mission: TradeMissionPage, **fields: object) -> TradeMissionPage:
    names = ("translation_key", "starts_on", "ends_on", "deadline")
    days = {name: getattr(mission, name) for name in names}
    return make_mission(mission.cluster, "ar", **(days | fields))


def test_a_text_of_the_call_in_another_language_does_not_hide_the_pages(mission: TradeMissionPage) -> None:
    """Each language has the call's or the page's; where there is neither, another language is marked as such."""
    arabic = _in_arabic(mission, title="بعثة", funding="تدفع الجهة ثمن الجناح")
    call = make_call(mission, costs={"fr": "Le vol"}, support={"fr": OF_CALL})
    apply = f"/ar/apply/{mission.translation_key}/"
    for path in (arabic.url_path, apply):
        assert "تدفع الجهة ثمن الجناح" in _text(path), path
        assert OF_CALL not in _text(path), path
    assert OF_PAGE not in _text(mission.url_path)
    CallForApplications.objects.filter(pk=call.pk).update(costs={"fr": "Le vol", "ar": "الرحلة"})
    assert "الرحلة" in _text(arabic.url_path)
    assert "تدفع الجهة ثمن الجناح" in _text(arabic.url_path), "the call says nothing of funding in Arabic"
    TradeMissionPage.objects.filter(pk=arabic.pk).update(funding="")
    assert f'<p lang="fr" dir="ltr">{OF_CALL}</p>' in _text(arabic.url_path)
    assert '<p lang="ar" dir="rtl">الرحلة</p>' in _text(arabic.url_path)


def test_the_card_follows_the_places_of_the_call(mission: TradeMissionPage) -> None:
    """So its change is a public change, by which the card is drawn again; a text of costs is none."""

    def places() -> str:
        return str(TradeMissionPage.objects.get(pk=mission.pk).social_card_text().board_row[-1])

    assert places() == "12 places"
    call = make_call(mission, places=7)
    assert places() == "7 places"
    changes = PublicChange.objects.filter(subject="page", object_id=mission.pk)
    before, told = changes.count(), call.changed_at
    call.costs = {"fr": "Le vol"}
    call.save()
    assert (changes.count(), call.changed_at) == (before, told)
    call.places = 8
    call.save()
    assert places() == "8 places"
    assert changes.count() == before + 1
    assert call.changed_at > told


def test_who_opens_a_call_finds_what_the_page_says(mission: TradeMissionPage) -> None:
    client = Client()
    client.force_login(make_user("rita", mission.cluster, "publisher"))
    screen = client.get(reverse("mission_applications:edit_call", args=[mission.pk])).content.decode()
    assert OF_PAGE in screen
    assert 'value="12"' in screen


def test_a_call_begins_with_public_texts_and_cuts_none(mission: TradeMissionPage) -> None:
    """A draft in another language would become public through the call; what is too long is refused in words."""
    long = "Mot " * LONGEST_COSTS
    TradeMissionPage.objects.filter(pk=mission.pk).update(funding=f"{long}Fin")
    _in_arabic(mission, live=False, funding="مسودة")
    client = Client()
    client.force_login(make_user("rita", mission.cluster, "publisher"))
    address = reverse("mission_applications:edit_call", args=[mission.pk])
    screen = client.get(address).content.decode()
    assert f"{long}Fin" in screen
    assert "مسودة" not in screen
    answer = client.post(address, call_form(support_fr=f"{long}Fin")).content.decode()
    assert f"{LONGEST_COSTS} caractères" in answer.replace("\xa0", " ").replace("\u202f", "")
    assert not CallForApplications.objects.exists()
