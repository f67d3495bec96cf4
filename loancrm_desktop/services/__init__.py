"""All the logic of the office; no Qt, no Typer, no web framework."""
