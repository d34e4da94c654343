"""The form of the application's log: lines of JSON, and how many like ones are kept. Imported before the apps are."""
