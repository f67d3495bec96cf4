"""The approval inbox, and the deals nobody would be reminded of."""
