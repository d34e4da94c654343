"""Languages: of a request, of a person, of formats; texts kept in every language."""
