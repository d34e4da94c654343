"""Wagtail hooks of this app, one module for each screen or moment that they change."""
