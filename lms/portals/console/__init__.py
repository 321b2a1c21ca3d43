"""Management commands and the demo."""
