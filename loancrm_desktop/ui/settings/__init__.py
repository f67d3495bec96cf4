"""The settings: one's password, this computer, people, channels, the office itself."""
