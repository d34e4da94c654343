"""Measures what the search costs with many entries: manage.py benchmark_search."""
