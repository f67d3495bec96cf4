"""The pages before an office is open: first run and unlock."""
