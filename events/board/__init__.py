"""The departure board: missions with dates, places, cost and the days that are left to apply, by deadline."""
