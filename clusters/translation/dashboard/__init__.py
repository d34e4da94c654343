"""The translation report in the admin, from which jobs are started."""
