"""Measures how well the search ranks, on sets of questions with known answers: manage.py evaluate_search."""
