"""Reading before publication: accreditations of journalists and guests, their links, and what they opened."""
