"""Every page and form, by audience, then by subject. No rules and no models live here."""
