"""The form with which a co-signing cluster answers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models.co_signature import DIGEST_LENGTH


class AnswerForm(forms.Form):
    """The answer of a co-signing cluster; `digest` says to which text. Who refuses says what is to be changed."""

    digest = forms.CharField(max_length=DIGEST_LENGTH, required=False, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=gettext_lazy("Remarque"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Obligatoire si vous refusez : dites ce qui est à changer."),
    )

    def __init__(self, *args: object, is_approved: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's form
        self.is_approved = is_approved

    def clean_remark(self) -> str:
        """Returns the remark. Raises `ValidationError` for a refusal without one."""
        remark = str(self.cleaned_data["remark"]).strip()
        if not remark and not self.is_approved:
            raise forms.ValidationError(_("Dites ce qui est à changer."), code="required")
        return remark
