"""Wagtail hooks of this app, one module for each screen that they change."""
