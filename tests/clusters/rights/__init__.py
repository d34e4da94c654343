"""Who may not: every way to another cluster's things, and to the federation's, each guard by itself."""
