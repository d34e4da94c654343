"""Who wants no mail of a team any more: keeps a keyed hash of the address for good, and erases the person.

The hash is keyed, so that nobody finds out by trying addresses who is in the table; and it names the team, so that two
teams' hashes of one address cannot be compared.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from clusters.models import Accreditation
from clusters.people.addresses import comparable
from news.models import MailingRecipient, MediaContact, Unsubscription
from news.newsroom.media_contacts.erasure import erase_address

_SALT = "news.unsubscription"
_FEDERATION = 0


def _keys() -> list[str]:
    """Returns the present key, then those before it: an old hash counts as long as its key is known."""
    known = [settings.FEDCMS_UNSUBSCRIBE_KEY or settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [str(key) for key in known]


def _hashed(cluster_id: int | None, address: str, key: str) -> str:
    value = f"{cluster_id or _FEDERATION}:{comparable(address)}"
    return salted_hmac(_SALT, value, secret=key, algorithm="sha256").hexdigest()


def hash_of_address(cluster_id: int | None, address: str) -> str:
    """Returns what is kept of an address whose owner unsubscribes from a cluster (`None`: the federation)."""
    return _hashed(cluster_id, address, _keys()[0])


def unsubscribed_among(cluster_id: int | None, addresses: Iterable[str]) -> set[str]:
    """Returns those addresses, in the form in which they are compared, that are unsubscribed. One query per 500."""
    by_hash = {
        _hashed(cluster_id, address, key): comparable(address) for address in addresses for key in _keys()
    }
    hashes, found = list(by_hash), set()
    for start in range(0, len(hashes), 500):
        known = Unsubscription.objects.filter(address_hash__in=hashes[start : start + 500])
        found |= {by_hash[each] for each in known.values_list("address_hash", flat=True)}
    return found


def is_unsubscribed(cluster_id: int | None, address: str) -> bool:
    """Returns whether an address must not be written to. One query."""
    return bool(unsubscribed_among(cluster_id, [address]))


@transaction.atomic
def unsubscribe(cluster_id: int | None, address_hash: str, address: str = "") -> None:
    """Keeps the hash for good and erases the person from a team's contacts and mailings. Safe to repeat.

    Without an address, since the mail's row has none any more, a contact with this hash is looked for.
    """
    Unsubscription.objects.get_or_create(address_hash=address_hash, defaults={"cluster_id": cluster_id})
    for known in [address] if address else _addresses_with(cluster_id, address_hash):
        erase_address(cluster_id, known)


def unsubscribe_by_mail(cluster_id: int | None, address_hash: str, mail: MailingRecipient | None) -> None:
    """Unsubscribes whom a mail reached: the address it went to, and the one that the contact has by now.

    `mail` is `None` if its row is gone. Safe to repeat.
    """
    present = mail.contact.email_key if mail is not None and mail.contact is not None else ""
    unsubscribe(cluster_id, address_hash, mail.email_key if mail is not None else "")
    if present:
        unsubscribe(cluster_id, hash_of_address(cluster_id, present), present)


def is_accredited(cluster_id: int | None, address_hash: str) -> bool:
    """Returns whether a cluster knows an address by its hash from an accreditation, which unsubscribing leaves."""
    theirs = Accreditation.objects.of_cluster(cluster_id).order_by().values_list("email_key", flat=True)
    return any(
        address_hash == _hashed(cluster_id, address, key) for address in theirs.distinct() for key in _keys()
    )


def _addresses_with(cluster_id: int | None, address_hash: str) -> list[str]:
    """Returns the addresses of a team's contacts that have a hash: each is hashed, some microseconds each."""
    addresses = MediaContact.objects.of_cluster(cluster_id).values_list("email_key", flat=True)
    return [
        address
        for address in addresses.order_by()
        if address_hash in {_hashed(cluster_id, address, key) for key in _keys()}
    ]
