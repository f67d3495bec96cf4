"""The board of deals by stage."""
