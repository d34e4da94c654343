"""A kind of content in one folder, as CONTRIBUTING says: tests/clusters/test_new_kind.py adds it to the site."""
