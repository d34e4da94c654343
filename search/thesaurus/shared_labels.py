"""Warns of labels that two concepts have."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from search.models import ThesaurusConcept


def warn_of_shared_labels(request: HttpRequest, concept: ThesaurusConcept) -> None:
    """Warns a person of labels that another concept has too: that may be intended."""
    for label, other in concept.labels_of_others():
        said = _("« %(label)s » est aussi un libellé de « %(other)s » : qui le cherche trouvera les deux.")
        messages.warning(request, said % {"label": label, "other": other})
