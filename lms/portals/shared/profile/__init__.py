"""The page of a unit's profile, as the unit itself and those who oversee it read it."""
