"""Records of the office's own kinds: their lists, and what makes the kinds."""
