"""The path of a deal: how it is drawn, and how a deal moves along it."""
