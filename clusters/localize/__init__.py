"""Translation of pages through wagtail-localize, made safe: rights, refusals in words, moderation."""
