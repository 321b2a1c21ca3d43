"""The authoring desk inside the Wagtail admin."""
