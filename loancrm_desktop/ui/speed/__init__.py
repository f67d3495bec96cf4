"""Measures what a hand feels: start, clicks, scrolling, dragging, and where the windows stall."""
