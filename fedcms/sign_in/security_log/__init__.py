"""The log of security events: who did what to which account, when, and from where, without any secret."""
