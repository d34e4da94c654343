"""Says what is limited, and how often it may be tried: passwords, forgotten passwords, messages."""

import unicodedata

from django.conf import settings
from django.http import HttpRequest

from fedcms.core.http.client_throttle import client_of_request
from fedcms.sign_in.attempts import Limit

QUARTER, HOUR, DAY = 900, 3_600, 86_400
RESETS_OF_ADDRESS, RESETS_OF_ACCOUNT = 10, 3
EMAIL_CHANGES = 5
CODES_A_DAY = 20
REFUSALS_RECORDED = 200
TRIES_OF_PAGE = 200
"""Wrong passwords of one page in a quarter of an hour, by whomever: few enough that none is found by trying."""

# Always the address first: take_try locks in this order.


def password_limits(request: HttpRequest, username: str) -> list[Limit]:
    """Returns the limits of wrong passwords of people's accounts."""
    return [address_limit(request), account_limit(username)]


def address_limit(request: HttpRequest) -> Limit:
    """Returns the limit of wrong passwords of people's accounts from one address."""
    return Limit("password of address", client_of_request(request), settings.FEDCMS_TRIES_OF_ADDRESS, QUARTER)


def account_limit(username: str) -> Limit:
    """Returns the limit of wrong passwords of one account, whether there is one of the name or not."""
    return Limit("password of account", folded(username), settings.FEDCMS_TRIES_OF_ACCOUNT, QUARTER)


def reset_limits(request: HttpRequest, email: str) -> list[Limit]:
    """Returns the limits of mails to who has forgotten a password."""
    return [
        Limit("reset of address", client_of_request(request), RESETS_OF_ADDRESS, HOUR),
        Limit("reset of account", folded(email), RESETS_OF_ACCOUNT, HOUR),
    ]


def page_password_limits(request: HttpRequest, subject: str) -> list[Limit]:
    """Returns the limits of wrong passwords of a page or a collection.

    Many share such a password, so that one of them who mistypes it keeps nobody else out.
    """
    return [_page_password_of_address(request), page_limit(subject)]


def page_limit(subject: str) -> Limit:
    """Returns the limit of wrong passwords of one page or collection, by whomever."""
    return Limit("page password", subject, TRIES_OF_PAGE, QUARTER)


def late_page_password_limits(request: HttpRequest, subject: str) -> list[Limit]:
    """Returns the limits of a page whose `page_limit` is reached: one wrong password of each address.

    So who floods it shuts nobody out who has the right one.
    """
    late = Limit("late page password", f"{subject} {client_of_request(request)}", 1, QUARTER)
    return [_page_password_of_address(request), late]


def _page_password_of_address(request: HttpRequest) -> Limit:
    client = client_of_request(request)
    return Limit("page password of address", client, settings.FEDCMS_TRIES_OF_ADDRESS, QUARTER)


def identity_begun_limit(request: HttpRequest) -> Limit:
    """Returns the limit of sign-ins by an identity provider that are begun from one address: each asks the provider."""
    most = 10 * settings.FEDCMS_TRIES_OF_ADDRESS
    return Limit("identity begun of address", client_of_request(request), most, QUARTER)


def identity_limit(request: HttpRequest) -> Limit:
    """Returns the limit of answers of identity providers, from one address, that open no account."""
    return Limit("identity of address", client_of_request(request), settings.FEDCMS_TRIES_OF_ADDRESS, QUARTER)


def message_limits(request: HttpRequest) -> list[Limit]:
    """Returns the limits of messages from contact pages."""
    return [Limit("message of address", client_of_request(request), settings.FEDCMS_MESSAGES_AN_HOUR, HOUR)]


def folded(name: str) -> str:
    """Returns the one spelling by which the tries of an account are counted, however its name was typed."""
    return unicodedata.normalize("NFKC", name).casefold()


def code_limits(request: HttpRequest, user_key: int) -> list[Limit]:
    """Returns the limits of wrong codes of an account's second factor.

    Three codes are right at any moment: of the 480 a day that the quarter alone would allow, one would be found in two
    years; of 20, in fifty.
    """
    address = Limit("code of address", client_of_request(request), settings.FEDCMS_TRIES_OF_ADDRESS, QUARTER)
    return [address, *account_code_limits(user_key)]


def account_code_limits(user_key: int) -> list[Limit]:
    """Returns those of `code_limits` that are of the account alone."""
    return [
        Limit("code of account", str(user_key), settings.FEDCMS_TRIES_OF_ACCOUNT, QUARTER),
        Limit("code of account in a day", str(user_key), CODES_A_DAY, DAY),
    ]


def email_change_limit(user_key: int) -> Limit:
    """Returns the limit of new addresses that somebody asks for: each is a mail to whom they like."""
    return Limit("change of address", str(user_key), EMAIL_CHANGES, HOUR)


def refusal_recorded_limits(request: HttpRequest, username: str) -> list[Limit]:
    """Returns the limits by which refusals are recorded: one of an account or an address in a quarter of an hour.

    Of all of them so many an hour: many addresses would else fill the log and push the rest of it out of sight.
    """
    return [
        Limit("refusals recorded", "all", REFUSALS_RECORDED, HOUR),
        Limit("refusal recorded of account", folded(username), 1, QUARTER),
        Limit("refusal recorded", client_of_request(request), 1, QUARTER),
    ]


def refused_identity_recorded_limits(request: HttpRequest) -> list[Limit]:
    """Returns the limits by which refused identities are recorded: some of an address, and so many of all."""
    return [
        Limit("refused identities recorded", "all", REFUSALS_RECORDED, HOUR),
        Limit("refused identity recorded", client_of_request(request), 5, QUARTER),
    ]


def refused_codes_recorded_limit(user_key: int) -> Limit:
    """Returns the limit by which refused codes of an account are recorded once in a quarter of an hour.

    Of nobody else: wrong passwords that somebody sends first must not keep it out of the log.
    """
    return Limit("refused codes recorded of account", str(user_key), 1, QUARTER)


def wrong_codes_told_limit(user_key: int) -> Limit:
    """Returns the limit by which somebody is told once a day that their password is known to who tries codes."""
    return Limit("told of wrong codes", str(user_key), 1, DAY)


def used_code_limit(user_key: int, code: str, seconds: int) -> Limit:
    """Returns the limit by which a code serves once (RFC 6238, section 5.2) while it is valid: so many seconds."""
    return Limit("used code", f"{user_key} {code}", 1, seconds)
