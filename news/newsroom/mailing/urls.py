"""The addresses of the screens of mailings, the hook that registers them, and the button of a release."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.press_access.rights import owner_of_page
from fedcms.users.models import User
from news.models import PressReleasePage
from news.newsroom.mailing import compose_views, views
from news.newsroom.media_contacts.rights import may_send

mailing_urls = (
    [
        path("<int:team>/", views.team, name="team"),
        path("<int:team>/<int:mailing_id>/", views.detail, name="mailing"),
        path("<int:team>/<int:mailing_id>/pause/", views.pause_one, name="pause"),
        path("<int:team>/<int:mailing_id>/resume/", views.resume_one, name="resume"),
        path("<int:team>/<int:mailing_id>/stop/", views.stop_one, name="stop"),
        path("page/<int:page_id>/", compose_views.compose, name="compose"),
    ],
    "release_mailings",
)


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the addresses of the screens."""
    return [path("release-mailings/", include(mailing_urls))]


def mail_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields the button of a release, for its publishers."""
    if not issubclass(page.specific_class or Page, PressReleasePage) or not page.pk:
        return
    if may_send(user, owner_of_page(page.specific)):
        url = reverse("release_mailings:compose", args=[page.pk])
        yield Button(_("Envoyer par courriel"), url, icon_name="mail", priority=59)
