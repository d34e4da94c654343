"""Test databases are copied from a template that is made once: 291 migrations and a federation take half a minute.

A template is used again only while nothing that made it has changed (`traces.py`), and never after a day.
"""
