"""What these tests share: how a refusal looks, and the admin without its guard, so that what stands behind is asked."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from fedcms.users.models import User

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

# The guard refuses before any view; a right that is asked behind it must hold where the guard does not reach.
behind_the_guard = override_settings(
    MIDDLEWARE=[name for name in settings.MIDDLEWARE if not name.endswith(".AdminGuard")]
)


def was_refused(response: "Answer | HttpResponse") -> bool:
    """Wagtail sends a person who lacks a right to the dashboard; a script is told 403, of what is not there 404."""
    if response.status_code == 302:
        return bool(response.headers["Location"] == reverse("wagtailadmin_home"))
    return response.status_code in (403, 404, 405)


def again(user: User) -> User:
    """As the next request would know them: rights are kept on the object for the length of one."""
    return User.objects.get(pk=user.pk)
