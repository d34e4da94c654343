"""The operator's guide executed, command by command, in an empty Debian: `make topology`."""
