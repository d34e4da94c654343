"""What translation keeps beside the tables of wagtail-localize."""
