"""Models of the home app."""

from home.models.feature import HomeFeature
from home.models.pages import HomePage, StandardPage

__all__ = ["HomeFeature", "HomePage", "StandardPage"]
