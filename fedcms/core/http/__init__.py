"""What concerns every request and response: compression, conditional GET, refused addresses, posts from this site."""
