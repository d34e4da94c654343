"""The admin screens of groups: one that is in use cannot be deleted, and changed rights are told to who follows."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.users.views.groups import CreateView, DeleteView, EditView, GroupViewSet

from fedcms.users.signals import group_rights_changed


def rights_of(group: Group) -> frozenset[tuple[object, ...]]:
    """Returns what a group may do, with pages, files and models; nothing for one that is not stored yet."""
    if not group.pk:
        return frozenset()
    pages = GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id")
    collections = GroupCollectionPermission.objects.filter(group=group).values_list(
        "collection_id", "permission_id"
    )
    models = group.permissions.values_list("pk")
    return frozenset((kind, *row) for kind, rows in enumerate((pages, collections, models)) for row in rows)


class TellsChangedRights:
    """Tells that the form changed what the group may do. Wagtail's forms write by queries that send no signal."""

    object: Group

    def process_form(self) -> HttpResponse:
        """Saves the form, if it is well, and tells what follows, in one transaction."""
        with transaction.atomic():
            before = rights_of(self.object)
            response: HttpResponse = super().process_form()  # type: ignore[misc]  # of Wagtail's views
            if rights_of(self.object) != before:
                group_rights_changed.send(Group, instance=self.object)
        return response


class GroupCreateView(TellsChangedRights, CreateView):
    """Wagtail's view, which tells what the new group may do."""


class GroupEditView(TellsChangedRights, EditView):
    """Wagtail's view, which tells a change of what the group may do."""


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
    """Wagtail's screens of groups, with the views above."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
