"""Emergency withdrawal: takes a page and all its languages off the site in one action, and puts them back."""
