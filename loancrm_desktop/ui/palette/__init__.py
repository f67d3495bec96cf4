"""The command palette: one box for customers, acts, pages and commands."""
