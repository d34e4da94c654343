"""Comments of guests on a draft: their form, how many are kept, and what a team reads."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Accreditation, ContentPage, GuestComment
from clusters.models.accreditation import MAX_COMMENT

MOST_COMMENTS = 100
"""So many are kept of one guest: a program that writes for ever fills no database."""
MOST_SHOWN = 200


def may_comment(accreditation: Accreditation) -> bool:
    """Returns whether the holder of an accreditation may write to the team."""
    return accreditation.is_guest and accreditation.may_comment


def comments_of(accreditation: Accreditation, page_id: int) -> "QuerySet[GuestComment]":
    """Returns what a guest wrote about a page, the newest first."""
    return GuestComment.objects.filter(accreditation=accreditation, page_id=page_id)[:MOST_COMMENTS]


def comments_on(page: ContentPage) -> "QuerySet[GuestComment]":
    """Returns what guests of its team wrote about a page in any of its languages, the newest first."""
    found = GuestComment.objects.filter(
        page__translation_key=page.translation_key, accreditation__cluster=page.cluster_id
    )
    return found.select_related("accreditation", "page__contentpage", "page__locale")[:MOST_SHOWN]


class CommentForm(forms.Form):
    """What a guest writes."""

    text = forms.CharField(
        label=gettext_lazy("Votre remarque à l’équipe"),
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("L’équipe la lit avec votre nom ; elle ne paraît nulle part."),
    )

    def keep(self, accreditation: Accreditation, page_id: int) -> bool:
        """Saves the comment of a valid form; one that is there already once. Returns False if there are too many."""
        text = self.cleaned_data["text"]
        own = GuestComment.objects.filter(accreditation=accreditation)
        if own.filter(page_id=page_id, text=text).exists():
            return True
        if own.count() >= MOST_COMMENTS:
            self.add_error("text", _("Vous avez laissé beaucoup de remarques : écrivez à l’équipe."))
            return False
        GuestComment.objects.create(accreditation=accreditation, page_id=page_id, text=text)
        return True
