"""Models of the agenda."""

from events.models.agenda import AgendaPage
from events.models.event import EventPage, EventStatus
from events.models.mission import MissionStep, TradeMissionPage

__all__ = ["AgendaPage", "EventPage", "EventStatus", "MissionStep", "TradeMissionPage"]
