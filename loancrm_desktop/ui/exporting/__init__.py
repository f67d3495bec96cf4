"""Data out of the office, as files: what a list shows, or everything."""
