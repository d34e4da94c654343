"""Addresses that monitors ask: docs/operations/monitoring.md."""

from django.urls import path

from fedcms.core.health import views

urlpatterns = [
    path("live", views.live, name="health_live"),
    path("ready", views.ready, name="health_ready"),
]
