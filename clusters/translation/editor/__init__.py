"""The screens on which one translation is written."""
