"""The flow designer: a process drawn, tried, published, and watched while deals run."""
