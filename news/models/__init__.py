"""Models of news."""

from news.models.article import ArticlePage
from news.models.listing import NewsIndexPage, NewsroomPage
from news.models.release import PressReleasePage, ReleaseAttachment
from news.models.story import StoryResult, SuccessStoryPage

__all__ = [
    "ArticlePage",
    "NewsIndexPage",
    "NewsroomPage",
    "PressReleasePage",
    "ReleaseAttachment",
    "StoryResult",
    "SuccessStoryPage",
]
