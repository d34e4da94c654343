"""Measures what pages cost as their number grows: manage.py benchmark_pages."""
