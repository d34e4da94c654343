"""Models of the agenda."""

from events.models.agenda import AgendaPage
from events.models.application import Application, ApplicationDocument, ApplicationState, DecisionKind
from events.models.calendar_import import CalendarImport, ImportedEvent, ImportState
from events.models.call import (
    ApplyBy,
    CallForApplications,
    CallQuota,
    FileTypes,
    RequestedDocument,
    SelectionCriterion,
)
from events.models.decision import ApplicationDecision, ShortfallAnswer, ShortfallDecision
from events.models.delegation import DelegateMessage, DelegateProfile, Delegation
from events.models.delegation_outcome import DelegateStory, DelegationOutcome
from events.models.delegation_programme import ProgrammeItem
from events.models.event import EventPage
from events.models.event_choices import DateChange, EventStatus, EventType, Repeats
from events.models.jury import ConflictOfInterest, CriterionScore, Evaluation, Evaluator
from events.models.mission import MissionStep, TradeMissionPage
from events.models.occurrence import EventOccurrence
from events.models.signup import SeatProof, SignUp, SignUpInvitation, SignUpState
from events.models.signup_bounds import AskedOrganisation, UnprovenAddress
from events.models.signup_message import SignUpMessage, SignUpMessageRecipient
from events.models.signup_notice import NoticeKind, SignUpNotice
from events.models.signup_sheet import (
    QuestionType,
    SignUpQuestion,
    SignUpQuota,
    SignUpSheet,
    WhoMayCome,
)

__all__ = [
    "AgendaPage",
    "Application",
    "ApplicationDecision",
    "ApplicationDocument",
    "ApplicationState",
    "ApplyBy",
    "AskedOrganisation",
    "CalendarImport",
    "CallForApplications",
    "CallQuota",
    "ConflictOfInterest",
    "CriterionScore",
    "DateChange",
    "DecisionKind",
    "DelegateMessage",
    "DelegateProfile",
    "DelegateStory",
    "Delegation",
    "DelegationOutcome",
    "Evaluation",
    "Evaluator",
    "EventOccurrence",
    "EventPage",
    "EventStatus",
    "EventType",
    "FileTypes",
    "ImportState",
    "ImportedEvent",
    "MissionStep",
    "NoticeKind",
    "ProgrammeItem",
    "QuestionType",
    "Repeats",
    "RequestedDocument",
    "SeatProof",
    "SelectionCriterion",
    "ShortfallAnswer",
    "ShortfallDecision",
    "SignUp",
    "SignUpInvitation",
    "SignUpMessage",
    "SignUpMessageRecipient",
    "SignUpNotice",
    "SignUpQuestion",
    "SignUpQuota",
    "SignUpSheet",
    "SignUpState",
    "TradeMissionPage",
    "UnprovenAddress",
    "WhoMayCome",
]
