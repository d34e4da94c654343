"""Creates the demo's media contacts, a list of them, and a release that was sent to them by mail."""

from datetime import datetime, timedelta

from clusters.models import Cluster
from clusters.people.addresses import comparable
from fedcms.core.models import Topic
from fedcms.core.pages.addresses import page_address
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.users.models import User
from news.models import (
    ContactList,
    Mailing,
    MailingMoment,
    MailingOpening,
    MailingRecipient,
    MailingState,
    MediaContact,
    PressReleasePage,
    RecipientState,
)
from news.models.media_contact import stored_languages

KEPT_DAYS = 600
# Media and desks, not people.
_CONTACTS = (
    ("Rubrique éducation", "Le Quotidien du littoral", ["fr"]),
    ("Rédaction numérique", "La Revue des écoles", ["fr", "en"]),
    ("Education desk", "The Channel Review", ["en"]),
    ("Sección de educación", "Diario de las Aulas", ["es", "fr"]),
    ("قسم التعليم", "صحيفة المدرسة", ["ar", "fr"]),
)
_NAMES = ("littoral", "revue", "channel", "aulas", "madrasa")


def _contacts(cluster: Cluster, now: datetime) -> list[MediaContact]:
    topics = list(Topic.objects.order_by("key")[: len(_CONTACTS)])
    made = []
    for number, (name, medium, languages) in enumerate(_CONTACTS):
        address = f"{_NAMES[number]}@presse.{MAIL_DOMAIN}"
        contact = MediaContact.objects.create(
            cluster=cluster,
            name=name,
            medium=medium,
            email=address,
            email_key=comparable(address),
            languages=stored_languages(languages),
            source="Fichier de démonstration",
            purpose="Communiqués et invitations de presse",
            kept_until=now.date() + timedelta(days=KEPT_DAYS),
            used_at=now,
        )
        contact.topics.set(topics[number : number + 1])
        made.append(contact)
    return made


def make_mailing(cluster: Cluster, sender: User, now: datetime) -> Mailing | None:
    """Creates all for a cluster with a public release; no mail is sent. Returns `None` without such a release."""
    page = PressReleasePage.objects.filter(cluster=cluster, live=True).order_by("-sort_at", "pk").first()
    if page is None:
        return None
    contacts = _contacts(cluster, now)
    press = ContactList.objects.create(cluster=cluster, name="Presse de l’éducation")
    press.contacts.set(contacts)
    mailing = Mailing.objects.create(
        cluster=cluster,
        page=page,
        title=page.title,
        moment=MailingMoment.NOW,
        state=MailingState.DONE,
        created_by=sender,
        created_at=now,
        started_at=now,
        finished_at=now,
    )
    mailing.lists.set([press])
    for number, contact in enumerate(contacts):
        recipient = MailingRecipient.objects.create(
            mailing=mailing,
            contact=contact,
            name=contact.name,
            email=contact.email,
            email_key=contact.email_key,
            languages=contact.languages,
            message_id=f"<demo-{mailing.pk}-{number}@{MAIL_DOMAIN}>",
            state=RecipientState.SENT,
            sent_at=now,
            page=page,
            address=page_address(page),
        )
        if number % 2 == 0:
            MailingOpening.objects.create(
                recipient=recipient, subject=f"page:{page.pk}", title=page.title, opened_at=now
            )
    return mailing
