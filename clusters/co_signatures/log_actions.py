"""The words of a page's history for questions to co-signing clusters, and their answers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from clusters.co_signatures.requests import APPROVED, ASKED, DECLINED
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list

TRANSLATED = "clusters.co_signature.translated"


class AskedFormatter(LogFormatter):
    """The words for a question."""

    label = gettext_lazy("Demander une co-signature")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        return _("Co-signature demandée à %(clusters)s") % {
            "clusters": in_a_list([isolated(name) for name in log_entry.data["clusters"]])
        }


class ApprovedFormatter(LogFormatter):
    """The words for an agreement."""

    label = gettext_lazy("Approuver une co-signature")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        return _("Texte approuvé par %(cluster)s") % {"cluster": isolated(log_entry.data["cluster"])}


class DeclinedFormatter(LogFormatter):
    """The words for a refusal, with its remark."""

    label = gettext_lazy("Refuser une co-signature")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        values = {name: isolated(log_entry.data[name]) for name in ("cluster", "remark")}
        return _("Texte refusé par %(cluster)s : %(remark)s") % values


class TranslatedFormatter(LogFormatter):
    """The words for the mail about a translation."""

    label = gettext_lazy("Signaler une traduction aux co-signataires")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        return _("Nouvelle version de la traduction, signalée à %(clusters)s") % {
            "clusters": in_a_list([isolated(name) for name in log_entry.data["clusters"]])
        }


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    actions.register_action(ASKED)(AskedFormatter)
    actions.register_action(APPROVED)(ApprovedFormatter)
    actions.register_action(DECLINED)(DeclinedFormatter)
    actions.register_action(TRANSLATED)(TranslatedFormatter)
