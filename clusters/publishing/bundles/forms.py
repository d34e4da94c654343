"""The forms of bundles: name and moment, the choice of a page, the choice of a bundle."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from clusters.models import Bundle, ContentPage
from clusters.publishing.bundles.overview import label_of


class BundleForm(forms.ModelForm[Bundle]):
    """The form for the name and the moment of a bundle, typed as all dates of the admin (fedcms.formats.typed)."""

    class Meta:
        model = Bundle
        fields = ("title", "moment")
        widgets = {"moment": AdminDateTimeInput}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        self.fields["moment"].help_text = _("Jour/mois/année et heure (fuseau %(zone)s).") % {
            "zone": timezone.get_current_timezone_name()
        }


class OwnerForm(forms.Form):
    """The choice of the team for which a bundle is made; for people of one team there is nothing to choose."""

    team = forms.TypedChoiceField(label=gettext_lazy("Équipe"), coerce=int)

    def __init__(self, *args: object, teams: Iterable[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        choices = list(teams)
        field = self.fields["team"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if len(choices) == 1:
            field.initial, field.widget = choices[0][0], forms.HiddenInput()


class AddPageForm(forms.Form):
    """The choice of a page that is added to a bundle."""

    page = forms.TypedChoiceField(
        label=gettext_lazy("Ajouter une page"),
        coerce=int,
        help_text=gettext_lazy(
            "Vos brouillons modifiés en dernier. Les autres s’ajoutent depuis leur éditeur."
        ),
    )

    def __init__(self, *args: object, pages: Iterable[ContentPage], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        field = self.fields["page"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((page.pk, label_of(page)) for page in pages)]


class ChooseBundleForm(forms.Form):
    """The choice of a bundle to which a page is added."""

    bundle = forms.TypedChoiceField(label=gettext_lazy("Lot"), coerce=int)

    def __init__(self, *args: object, bundles: Iterable[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        field = self.fields["bundle"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(bundles)
