"""An organisation writes what everybody reads of it, by its own link; the organisers approve each version."""

import re

import pytest
from django.test import Client

from clusters.publishing.refusal import Refusal
from events.applications.decisions import decide
from events.applications.erasure import erase
from events.applications.service import withdraw
from events.delegations.contact import mail_to_delegate
from events.delegations.forms import DelegateContactForm
from events.delegations.service import save_profile
from events.models import Application, ConflictOfInterest, DelegateMessage, DelegateProfile
from tests.events.applications.support import posted
from tests.events.delegations.conftest import Decided, TwoTeams
from tests.events.signup.support import signed_in, stamp

pytestmark = pytest.mark.django_db


def _written(path: str, **fields: str) -> dict[str, str]:
    hidden = posted(Client().get(path).content.decode())
    texts = {"profile": "Une école", "offer": "Un outil", "sought": "Des partenaires", "consent": "on"}
    return hidden | texts | fields


def _page(decided: Decided) -> str:
    return Client().get(f"/fr{decided.page}").content.decode()


def test_what_is_written_is_read_after_approval_and_no_other_version(
    decided: Decided, teams: TwoTeams
) -> None:
    decided.publish()
    own, nora = decided.own(decided.first), signed_in(teams.publisher)
    html = Client().get(own).content.decode()
    assert "Des écoles</textarea>" in html, "what it applied with is a beginning"
    assert Client().post(own, _written(own, profile="Texte un")).status_code == 303
    assert "Texte un" not in _page(decided)
    assert "À relire." in nora.get(decided.team).content.decode()
    review = f"{decided.team}{decided.first.pk}/"
    assert "Texte un" in nora.get(review).content.decode()
    # While it is read, the organisation changes it: what was not read is not approved.
    seen = re.findall(r'name="version" value="(\d+)"', nora.get(review).content.decode())[0]
    Client().post(own, _written(own, profile="Texte deux"))
    assert nora.post(review, {"version": seen}).status_code == 422
    assert DelegateProfile.objects.get().approved_at is None
    nora.post(review, {"version": "2"})
    assert "Texte deux" in _page(decided)
    Client().post(own, _written(own, profile="Texte trois"))
    assert "Texte deux" in _page(decided)
    assert "Texte trois" not in _page(decided)
    nora.post(review, {"hide": "1"})
    assert decided.first.organisation not in _page(decided)


def test_consent_is_recorded_in_its_words_and_taken_back_at_any_time(
    decided: Decided, teams: TwoTeams
) -> None:
    decided.publish()
    own, nora = decided.own(decided.first), signed_in(teams.publisher)
    refused = {name: value for name, value in _written(own).items() if name != "consent"}
    Client().post(own, refused)
    nora.post(f"{decided.team}{decided.first.pk}/", {"version": "1"})
    assert decided.first.organisation not in _page(decided), "nobody is shown without agreeing"
    Client().post(own, _written(own))
    nora.post(f"{decided.team}{decided.first.pk}/", {"version": "2"})
    profile = DelegateProfile.objects.get()
    assert "sont publics, dans toutes les langues du site" in profile.consent
    assert "La presse peut les prendre" in profile.consent
    assert profile.consented_at is not None
    assert decided.first.organisation in _page(decided)
    Client().post(own, {name: value for name, value in _written(own).items() if name != "consent"})
    assert decided.first.organisation not in _page(decided)
    profile.refresh_from_db()
    assert not profile.consent
    assert not profile.shown_profile


def test_an_older_tab_writes_over_nothing_and_a_form_sent_twice_counts_once(decided: Decided) -> None:
    own = decided.own(decided.first)
    old, form = _written(own, profile="Ancien"), _written(own, profile="Nouveau")
    for _time in range(2):
        assert Client().post(own, form).status_code == 303
    assert DelegateProfile.objects.get().version == 1
    answer = Client().post(own, old)
    assert answer.status_code == 422
    assert "Ancien</textarea>" in answer.content.decode(), "what was typed is still there"
    assert DelegateProfile.objects.get().profile == "Nouveau"
    # As the words say, it may be sent again.
    assert Client().post(own, old | posted(answer.content.decode())).status_code == 303
    too_long = Client().post(own, _written(own, profile="x" * 2001))
    assert too_long.status_code == 422


def test_only_who_is_chosen_writes(decided: Decided) -> None:
    assert Client().get(decided.own(decided.refused)).status_code == 404
    own = decided.own(decided.first)
    form = _written(own)
    Application.objects.filter(pk=decided.first.pk).update(decision="reserve")
    assert Client().post(own, form).status_code == 404
    assert Client().get(f"/my-application/{'x' * 40}/delegation/").status_code == 404
    assert not DelegateProfile.objects.exists()
    answer = Client().get(decided.own(decided.second))
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'lang="ar"' in answer.content.decode()


def test_who_has_an_interest_does_not_decide_what_is_shown(decided: Decided, teams: TwoTeams) -> None:
    save_profile(decided.first, {"profile": "Une école"}, "oui", "0", "key")
    ConflictOfInterest.objects.create(application=decided.first, user=teams.publisher)
    nora, review = signed_in(teams.publisher), f"{decided.team}{decided.first.pk}/"
    assert decided.first.organisation not in nora.get(decided.team).content.decode()
    assert nora.post(review, {"version": "1"}).status_code == 404
    for client in (signed_in(teams.editor), signed_in(teams.stranger), Client()):
        client.post(review, {"version": "1"})
    assert DelegateProfile.objects.get().approved_at is None


def test_a_translation_of_older_words_says_so(decided: Decided, teams: TwoTeams) -> None:
    """Beside the texts that changed alone, and only once a translation is there."""
    note = "L’original a changé depuis cette traduction"
    decided.show(decided.first, profile="Une école", offer="Des cahiers")
    review, nora = f"{decided.team}{decided.first.pk}/", signed_in(teams.publisher)
    translated = {"profile_ar": "مدرسة", "offer_ar": "دفاتر", "offer_en": "Notebooks"}
    nora.post(review, {"version": "1", **translated})
    assert note not in nora.get(review).content.decode()
    own = decided.own(decided.first)
    Client().post(own, _written(own, profile="Une école", offer="Des livres", version="1"))
    assert nora.get(review).content.decode().count(note) == 2
    nora.post(review, {"version": "2", **translated, "offer_ar": "كتب", "offer_en": ""})
    assert note not in nora.get(review).content.decode()


def test_words_that_are_taken_out_are_gone_in_every_language(decided: Decided, teams: TwoTeams) -> None:
    decided.show(decided.first, profile="Une école", offer="Des cahiers")
    decided.publish()
    review, nora = f"{decided.team}{decided.first.pk}/", signed_in(teams.publisher)
    nora.post(review, {"version": "1", "offer_ar": "دفاتر"})
    assert "دفاتر" in Client().get(f"/ar{decided.page}").content.decode()
    own = decided.own(decided.first)
    Client().post(own, _written(own, offer="", version="1"))
    nora.post(review, {"version": "2", "offer_ar": "دفاتر"})
    for language in ("fr", "ar"):
        html = Client().get(f"/{language}{decided.page}").content.decode()
        assert "دفاتر" not in html
        assert "Des cahiers" not in html


def test_who_is_chosen_again_is_read_again_first(decided: Decided, teams: TwoTeams) -> None:
    decided.show(decided.first, profile="Une école")
    decided.publish()
    assert decided.first.organisation in _page(decided)
    for before, after in (("chosen", "reserve"), ("reserve", "chosen")):
        decide(decided.call, {decided.first.pk: (before, after)}, teams.publisher)
    assert decided.first.organisation not in _page(decided)


def test_nothing_is_mailed_to_who_was_erased_a_moment_before(decided: Decided) -> None:
    profile = decided.show(decided.first)
    form = DelegateContactForm(
        {"name": "Nadia", "email": "nadia@partner.example", "subject": "Un mot", "message": "Bonjour", "website": "",
         "stamp": stamp(form=DelegateContactForm)}
    )  # fmt: skip
    assert form.is_valid(), form.errors
    erase(Application.objects.get(pk=decided.first.pk))
    with pytest.raises(Refusal):
        mail_to_delegate(profile, form)
    assert not DelegateMessage.objects.exists()


def test_who_is_decided_about_otherwise_may_take_the_consent_back(decided: Decided) -> None:
    profile = decided.show(decided.first)
    own = decided.own(decided.first)
    Application.objects.filter(pk=decided.first.pk).update(decision="reserve")
    standing = own.removesuffix("delegation/")
    assert f'href="{own}"' in Client().get(standing).content.decode()
    assert "profile" not in posted(Client().get(own).content.decode())
    answer = Client().post(own, posted(Client().get(own).content.decode()), follow=True)
    assert "Votre accord est retiré" in answer.content.decode()
    profile.refresh_from_db()
    assert (profile.consented_at, profile.approved_at, profile.consent) == (None, None, "")
    # Nothing is left to take back, and nothing leads there.
    assert Client().get(own).status_code == 404
    assert f'href="{own}"' not in Client().get(standing).content.decode()


def test_a_form_that_comes_after_another_decision_loses_no_words_and_no_consent(decided: Decided) -> None:
    decided.show(decided.first)
    own = decided.own(decided.first)
    form = _written(own, profile="Mots du soir")
    Application.objects.filter(pk=decided.first.pk).update(decision="reserve")
    take_back = posted(Client().get(own).content.decode())
    answer = Client().post(own, form)
    assert answer.status_code == 422
    assert "Rien n’a été enregistré" in answer.content.decode()
    assert "Mots du soir" in answer.content.decode()
    assert DelegateProfile.objects.get().consented_at is not None
    # Chosen again meanwhile: the button does what it says, and the texts stay.
    Application.objects.filter(pk=decided.first.pk).update(decision="chosen")
    answer = Client().post(own, take_back, follow=True)
    assert "Votre accord est retiré" in answer.content.decode()
    profile = DelegateProfile.objects.get()
    assert profile.consented_at is None
    assert profile.profile


def test_who_withdraws_is_led_to_the_consent(decided: Decided) -> None:
    decided.show(decided.first)
    withdraw(decided.first)
    own = decided.own(decided.first)
    assert f'href="{own}"' in Client().get(own.removesuffix("delegation/")).content.decode()


def test_what_is_cut_says_so(decided: Decided) -> None:
    words = "repris de votre candidature, et coupé à 2"
    assert words not in Client().get(decided.own(decided.first)).content.decode().lower()
    Application.objects.filter(pk=decided.first.pk).update(profile="x" * 2500)
    assert words in Client().get(decided.own(decided.first)).content.decode().lower()
    decided.show(decided.first)
    assert words not in Client().get(decided.own(decided.first)).content.decode().lower()


def test_the_team_is_led_to_a_language_in_which_the_page_is(decided: Decided, teams: TwoTeams) -> None:
    decided.publish()
    decided.mission.unpublish()
    html = signed_in(teams.publisher).get(decided.team).content.decode()
    assert f'href="/ar{decided.page}"' in html
    assert f'href="/fr{decided.page}"' not in html
