"""Pictures of every window and dialog, taken without a display."""
