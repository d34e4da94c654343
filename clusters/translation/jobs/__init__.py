"""Work on many translations at once, which the worker does: translate, update, give to a person, remind."""
