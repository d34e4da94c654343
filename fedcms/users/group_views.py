"""The admin screens of groups: a group that is in use cannot be deleted, and the message says what uses it."""

from django.db.models import ProtectedError
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.views.groups import DeleteView, GroupViewSet


class GroupDeleteView(DeleteView):
    """Wagtail's view, with a message instead of an error when a cluster or the federation needs the group."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Deletes the group, or says what still needs it and shows the question again."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            owners = ", ".join(sorted(str(each) for each in error.protected_objects))
            messages.error(
                self.request,
                _("Le groupe « %(group)s » ne peut pas être supprimé : %(owners)s en a besoin.")
                % {"group": self.object, "owners": owners},
            )
            response = self.get(self.request)
        return response


class FedcmsGroupViewSet(GroupViewSet):
    """Wagtail's screens of groups, with `GroupDeleteView`."""

    delete_view_class = GroupDeleteView
