"""The one place where conditions are put together: editor, filter chips, saved views, columns."""
