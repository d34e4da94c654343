"""The delegation of a mission: the page that everybody reads, and what each organisation says there."""
