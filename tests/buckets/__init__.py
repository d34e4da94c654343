"""Files of the site in a bucket."""
