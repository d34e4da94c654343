"""The short code by which somebody is checked in at the door: on their badge, and on the list of who is expected.

It follows from the sign-up and its nonce, so that it is stored nowhere, and void when the person is erased.
"""

import hmac
from base64 import b32encode

from django.utils.crypto import salted_hmac

from events.models import SignUp

_HALF = 4
# What base 32 has, without the letters that are taken for digits or one another (Crockford's).
_CLEAR = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MISREAD = str.maketrans("OIL", "011")


def check_in_code(sign_up: SignUp) -> str:
    """Returns the code of a sign-up: "7KQ2-M9XD"."""
    digest = salted_hmac("events.signup.code", f"{sign_up.pk}-{sign_up.nonce}", algorithm="sha256").digest()
    code = b32encode(digest).decode()[: 2 * _HALF].translate(_CLEAR)
    return f"{code[:_HALF]}-{code[_HALF:]}"


def normal_code(typed: str) -> str:
    """Returns a code as it is compared, whatever somebody typed: no dash, no blank, no letter taken for a digit."""
    return "".join(each for each in typed.upper() if each.isalnum()).translate(_MISREAD)


def is_code_of(sign_up: SignUp, typed: str) -> bool:
    """Returns whether what was typed is the code of a sign-up."""
    return hmac.compare_digest(normal_code(check_in_code(sign_up)).encode(), normal_code(typed).encode())
