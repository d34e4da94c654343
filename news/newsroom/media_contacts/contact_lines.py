"""One person of a file that is imported: what it says, made clean. Raises `Refusal` with the reason for its line."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from clusters.people.addresses import comparable
from clusters.publishing.refusal import Refusal
from fedcms.core.models import Topic

LONGEST_NAME, LONGEST_PHONE, LONGEST_NOTE, LONGEST_ADDRESS = 120, 40, 2000, 254


def tidy_lines(text: str) -> str:
    """Returns a text of several lines with single spaces, and without empty lines around it."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


@dataclass(frozen=True)
class ContactLine:
    """A person as a file names them; "" and () where it says nothing."""

    number: int
    name: str = ""
    medium: str = ""
    email: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    note: str = ""
    ignores_unknown: bool = False
    """Whether languages and topics that the site does not have are left out, since nobody typed them for it."""


@dataclass(frozen=True)
class CheckedLine:
    """A person of a file, with what the site stores."""

    number: int
    email: str
    email_key: str
    values: dict[str, str]
    languages: list[str]
    topics: list[Topic]


class TopicFinder:
    """Finds topics by their key, or their label in any language. One query."""

    def __init__(self) -> None:
        self._by_word: dict[str, Topic] = {}
        for topic in Topic.objects.all():
            for word in (topic.key, *topic.labels.values()):
                self._by_word[comparable(word)] = topic

    def find(self, word: str) -> Topic | None:
        """Returns the topic of a word; `None` if there is none."""
        return self._by_word.get(comparable(word))


def _languages(line: ContactLine) -> list[str]:
    known, found = dict(settings.LANGUAGES), []
    for typed in line.languages:
        code = typed.lower().partition("-")[0]
        if code in known:
            found.append(code)
        elif not line.ignores_unknown:
            raise Refusal(_("« %(language)s » n’est pas une langue du site.") % {"language": typed[:20]})
    return list(dict.fromkeys(found))


def _topics(line: ContactLine, finder: TopicFinder) -> list[Topic]:
    found: dict[int, Topic] = {}
    for word in line.topics:
        topic = finder.find(word)
        if topic is not None:
            found[topic.pk] = topic
        elif not line.ignores_unknown:
            raise Refusal(_("« %(topic)s » n’est pas un thème du site.") % {"topic": word[:80]})
    return list(found.values())


def check_line(line: ContactLine, finder: TopicFinder) -> CheckedLine:
    """Returns what is stored of a line. Raises `Refusal`."""
    key = comparable(line.email)
    if not line.email:
        raise Refusal(_("il manque l’adresse de courriel."))
    if max(len(line.email), len(key)) > LONGEST_ADDRESS:
        raise Refusal(_("cette adresse est trop longue."))
    try:
        validate_email(line.email)
    except ValidationError as error:
        raise Refusal(_("« %(email)s » n’est pas une adresse.") % {"email": line.email[:80]}) from error
    if max(len(line.name), len(line.medium)) > LONGEST_NAME:
        raise Refusal(_("le nom ou le média est trop long : 120 caractères au plus."))
    if len(line.phone) > LONGEST_PHONE:
        raise Refusal(_("le téléphone est trop long : 40 caractères au plus."))
    if len(line.note) > LONGEST_NOTE:
        raise Refusal(_("la note est trop longue : 2000 caractères au plus."))
    values = {"name": line.name, "medium": line.medium, "phone": line.phone, "note": line.note}
    return CheckedLine(line.number, line.email, key, values, _languages(line), _topics(line, finder))
