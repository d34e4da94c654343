"""What a team writes to people who signed up to its event: chosen, previewed, sent once, in batches."""
