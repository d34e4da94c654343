"""What the site costs, measured by commands of the development and test settings. No visitor's process knows it."""
