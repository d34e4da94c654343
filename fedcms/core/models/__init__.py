"""Models of the core."""

from fedcms.core.models.dropped_tags import DroppedTags
from fedcms.core.models.lane_beat import LaneBeat
from fedcms.core.models.locale_state import LocaleState, active_locales
from fedcms.core.models.outgoing_mail import OutgoingMail
from fedcms.core.models.public_change import ChangedBranch, PublicChange, Reason
from fedcms.core.models.public_form import PublicForm
from fedcms.core.models.public_version import PublicVersion
from fedcms.core.models.task_failure import TaskFailure
from fedcms.core.models.topic import Topic

__all__ = [
    "ChangedBranch",
    "DroppedTags",
    "LaneBeat",
    "LocaleState",
    "OutgoingMail",
    "PublicChange",
    "PublicForm",
    "PublicVersion",
    "Reason",
    "TaskFailure",
    "Topic",
    "active_locales",
]
