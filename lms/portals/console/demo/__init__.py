"""The demo: invented people, true figures, made through the actions of the rooms."""
