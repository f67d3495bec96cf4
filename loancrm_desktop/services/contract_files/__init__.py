"""Contract templates: what a Word template may say, and how it is filled, with no database."""
