"""Who may do what: rights, permissions, choosers, guards, moves."""
