"""Template tags that every page uses: addresses, mosaics, accents."""

from django import template

register = template.Library()
