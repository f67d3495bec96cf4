"""Tasks: the list, the calendar, and what is asked about a task."""
