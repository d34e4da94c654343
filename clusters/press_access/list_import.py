"""Gives accreditations to the people of a list, line by line; may run twice; reports and skips errors."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from clusters.models import Accreditation
from clusters.models.owner import SectionOwner
from clusters.press_access.granting import Holder, Terms, give
from clusters.press_access.list_lines import lines_of
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User

_LONGEST = 120


@dataclass
class ListReport:
    """What became of each line: who was accredited (with the secret of the link), who was already, who is refused."""

    given: list[tuple[int, Accreditation, str]] = field(default_factory=list)
    known: list[tuple[int, Accreditation]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def _holder(cells: tuple[str, str, str, str]) -> Holder:
    """Returns the person of a line. Raises `Refusal`."""
    name, medium, email, language = cells
    language = language.lower() or settings.LANGUAGE_CODE
    if not name:
        raise Refusal(_("il manque le nom."))
    if max(len(name), len(medium)) > _LONGEST:
        raise Refusal(_("le nom ou le média est trop long : 120 caractères au plus."))
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("« %(email)s » n’est pas une adresse.") % {"email": email[:80]}) from error
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("« %(language)s » n’est pas une langue du site.") % {"language": language[:20]})
    return Holder(name, medium, email, language)


def give_to_list(
    data: bytes, owner: SectionOwner, terms: Terms, giver: User, *, sends: bool, message: str = ""
) -> ListReport:
    """Gives an accreditation to each person of a list; returns the report. Raises `Refusal` if it cannot be read.

    A line after another: what was given before an error stays, and the same list sent again gives nothing twice.
    """
    report = ListReport()
    for number, cells in list(lines_of(data)):
        try:
            made, token = give(owner, _holder(cells), terms, giver, sends=sends, message=message)
        except Refusal as refusal:
            if refusal.field or refusal.reason == "no_right":
                raise  # of all lines
            report.refused.append((number, str(refusal)))
            continue
        if token:
            report.given.append((number, made, token))
        else:
            report.known.append((number, made))
    return report
