"""The newsroom: press kits and downloads."""
