"""The admin screens of accounts: of one's own, address and password are not changed there, but in the account."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import UserViewSet


class AccountEditForm(UserEditForm):
    """Wagtail's form. Of one's own account it gives neither address nor password: nothing here asks who is there."""

    def __init__(self, *args: object, editing_self: bool = False, **kwargs: object) -> None:
        self.editing_self = editing_self
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if editing_self:
            email = self.fields["email"]
            email.disabled = True
            email.help_text = format_html(
                '{} <a href="{}">{}</a>',
                _(
                    "Votre adresse et votre mot de passe se changent dans votre compte, qui demande si c’est bien vous."
                ),
                reverse("wagtailadmin_account"),
                _("Ouvrir mon compte"),
            )

    @property
    def password_enabled(self) -> bool:
        """Whether a password can be set."""
        return not self.editing_self and bool(super().password_enabled)


class FedcmsUserViewSet(UserViewSet):
    """Wagtail's screens of accounts, with `AccountEditForm`."""

    def get_form_class(self, for_update: bool = False) -> type:  # as Wagtail's
        """Returns the form that changes an account, or Wagtail's that makes one."""
        form: type = AccountEditForm if for_update else super().get_form_class()
        return form
