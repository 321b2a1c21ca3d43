"""EVERY DOOR, cut by audience, then by subject. No rules and no models live here."""
