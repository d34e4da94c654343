"""What the mails to people who come or apply have in common: greeting, what they are about, a link of their own."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusters.models import ContentPage
from clusters.models.owner import SectionOwner
from fedcms.core.i18n.bidi import in_line
from fedcms.core.mail import MailAbout, mail_of_lines


def subject_of(page: ContentPage | None, words: str) -> str:
    """Returns a subject in one line: what it is about, if that is public, and what is told."""
    return " ".join((f"{page.title} – {words}" if page is not None else words).split())


def letter(
    subject: str,
    lines: Sequence[str],
    address: str,
    owner: SectionOwner,
    about: str,
    *,
    reply_to: str = "",
) -> MailAbout:
    """Returns a mail in the active language, signed by an owner; one answers to them, or to the address `reply_to`."""
    answers = [reply_to or owner.email]
    return mail_of_lines(subject, [*lines, "", str(owner)], address, reply_to=answers, about=about)


def personal_lines(
    name: str, lines: Sequence[str], about_page: Sequence[str], own: tuple[str, str]
) -> list[str]:
    """Returns the lines to a person: a greeting by name if there is one, what is told, and what their link is for."""
    return [
        _("Bonjour %(name)s,") % {"name": in_line(name)} if name else _("Bonjour,"),
        "",
        *lines,
        *about_page,
        "",
        *own,
        _("Ce lien est personnel : ne le transmettez pas."),
    ]


def question_lines(question: str, about_page: Sequence[str], link: str, otherwise: str) -> list[str]:
    """Returns the lines by which an organisation is asked about somebody; its page says who."""
    return [
        _("Bonjour,"),
        "",
        question,
        *about_page,
        "",
        _("Voyez de qui il s’agit et, si c’est juste, confirmez-le ici :"),
        link,
        otherwise,
    ]
