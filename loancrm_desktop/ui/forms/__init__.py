"""The form designer, and forms drawn as they were designed."""
