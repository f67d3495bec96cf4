"""Messages in the windows: the outbox, templates, channels, and writing to a customer."""
