"""Messages to customers and others: written, kept in an outbox, sent once by some channel."""
