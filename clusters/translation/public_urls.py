"""Public addresses of this app, below each language's prefix."""

from django.urls import path

from clusters.translation.machine.on_demand_views import machine_reading

urlpatterns = [path("machine/<int:source_id>/", machine_reading, name="machine_reading")]
