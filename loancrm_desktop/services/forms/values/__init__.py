"""Values as people write them, normalised once on the way in."""
