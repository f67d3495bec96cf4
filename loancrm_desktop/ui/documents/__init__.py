"""Documents in the windows: added, opened from a private folder, copied out, looked up."""
