"""Keys, unlocking, and the files that lie encrypted beside the database."""
