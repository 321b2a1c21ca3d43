"""The pages of the Studio: they read the request, call an action, draw. No rule is kept here."""
