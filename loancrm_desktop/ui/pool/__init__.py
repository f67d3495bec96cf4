"""The page of the shared pool."""
