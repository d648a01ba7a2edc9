"""What reports say together: one module for each kind of agreement, working on groups of reports."""
