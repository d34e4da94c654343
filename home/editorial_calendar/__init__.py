"""The editorial calendar of the admin: what appears when, by month, week or day, and how it is moved to another day."""
