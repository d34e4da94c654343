"""The share kit: what an officer needs to tell of a public page on social networks and on paper."""
