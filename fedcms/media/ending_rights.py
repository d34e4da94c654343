"""Selects a person's images and documents whose rights end within some days."""

from datetime import date

from django.db.models import QuerySet
from wagtail.permissions import policy_registry

from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.permissions import Person

FileModel = type[FederationImage] | type[FederationDocument]
Files = QuerySet[FederationImage] | QuerySet[FederationDocument]


def ending_rights(model: FileModel, user: Person, first: date, last: date) -> Files:
    """Returns the files that a person may change and whose last day is in the period, both days included."""
    own: Files = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
    return own.filter(rights_until__range=(first, last)).order_by("rights_until", "pk")
