"""The demo: invented people and true figures, made through the actions of the apps."""
