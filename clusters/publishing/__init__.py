"""How a page becomes public and stops being so: required fields, workflow, withdrawal, refusals."""
