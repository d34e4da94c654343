"""Models of news."""

from news.models.article import ArticlePage
from news.models.coverage import MediaCoverage
from news.models.key_figure import FigureKind, KeyFigure
from news.models.listing import NewsIndexPage
from news.models.mailing import (
    Mailing,
    MailingMoment,
    MailingOpening,
    MailingRecipient,
    MailingState,
    PauseReason,
    RecipientState,
)
from news.models.media_contact import ContactList, MediaContact, Unsubscription
from news.models.newsroom import NewsroomPage
from news.models.press_contact import DutyAbsence, DutyHours, PressContact
from news.models.release import PressReleasePage, ReleaseAttachment
from news.models.spokesperson import Spokesperson
from news.models.story import StoryResult, SuccessStoryPage

__all__ = [
    "ArticlePage",
    "ContactList",
    "DutyAbsence",
    "DutyHours",
    "FigureKind",
    "KeyFigure",
    "Mailing",
    "MailingMoment",
    "MailingOpening",
    "MailingRecipient",
    "MailingState",
    "MediaContact",
    "MediaCoverage",
    "NewsIndexPage",
    "NewsroomPage",
    "PauseReason",
    "PressContact",
    "PressReleasePage",
    "RecipientState",
    "ReleaseAttachment",
    "Spokesperson",
    "StoryResult",
    "SuccessStoryPage",
    "Unsubscription",
]
