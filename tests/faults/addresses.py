"""The addresses that the load asks for, found in the demo. Needs Django to be set up."""

import time
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import override

from events.models import SignUpSheet
from events.signup.forms import SignUpForm
from events.signup.questions import question_fields
from fedcms.core.models.base_page import BasePage
from news.models import ArticlePage

KEPT = 12


@dataclass(frozen=True)
class Addresses:
    """What the load asks for."""

    cached: tuple[str, ...]
    """Pages that are kept, and that nothing which the load writes changes."""
    uncached: tuple[str, ...]
    """Pages that are made anew each time."""
    sign_up: str
    answers: dict[str, str]
    """What the form of the sign-up asks for, beyond name and address."""


def _paths(model: type[BasePage], number: int) -> list[str]:
    pages = model.objects.visible().filter(locale__language_code="fr").order_by("pk")[:number]
    return [page.url_path for page in pages]


def addresses() -> Addresses:
    """Returns the addresses of the demo that is loaded."""
    kept = _paths(ArticlePage, KEPT)
    sheet = SignUpSheet.objects.earliest("pk")
    answers = {
        name: str(field.choices[-1][0]) if hasattr(field, "choices") else "rien"
        for name, field in question_fields(list(sheet.questions.all())).items()
    }
    with override("fr"):
        sign_up = reverse("sign_up", args=[sheet.translation_key])
    uncached = ("/fr/search/?q=formation", f"{kept[0]}?nothing=1", sign_up)
    return Addresses(tuple(kept), uncached, sign_up, answers)


def stamp() -> str:
    """Returns the stamp of a form that was shown a minute ago: as the form makes one."""
    return signing.dumps([time.time() - 60, get_random_string(16)], salt=SignUpForm.stamp_salt)
