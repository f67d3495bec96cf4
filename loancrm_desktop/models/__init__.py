"""Tables and the encrypted file they live in; no rules of business, no Qt."""
