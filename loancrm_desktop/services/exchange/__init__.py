"""Sheets in and out: reading files of any origin, importing, exporting."""
