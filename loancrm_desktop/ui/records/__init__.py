"""Lists, forms and the page of one record."""
