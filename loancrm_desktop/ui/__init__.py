"""The windows (PySide6); they show what services answer and send operations."""
