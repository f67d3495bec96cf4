"""Fields, forms and what makes a record acceptable."""
