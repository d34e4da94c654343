"""Adds to the editor's form of a page which other clusters may sign it: all but its own."""

from django import forms
from wagtail.admin.forms.pages import WagtailAdminPageForm

from clusters.models import Cluster
from clusters.models.membership import cluster_of_path

FIELD = "co_signers"


class CoSignedPageForm(WagtailAdminPageForm):
    """A base of page forms: offers the other clusters as co-signers, where the kind of page has them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get(FIELD)
        if isinstance(field, forms.ModelMultipleChoiceField):
            own = cluster_of_path(self.instance.path or self.parent_page.path)
            others = Cluster.objects.exclude(pk=own.pk) if own is not None else Cluster.objects.all()
            field.queryset = others.order_by("slug")
