"""What an operator asks of the whole search: is it as the site says, and make it again."""
