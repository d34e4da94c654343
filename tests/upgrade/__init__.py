"""What of other packages the project leans on without their promise, and whether it is still so."""
