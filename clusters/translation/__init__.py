"""Translation: wagtail-localize with this project's permissions, moderation and states."""
