"""Translation: wagtail-localize with this project's rights, moderation and truthfulness around it."""
