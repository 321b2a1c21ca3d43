"""/to-chuc/: units through time, reorganisations, roles."""
