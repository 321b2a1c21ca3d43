"""Sign-in, own profile, inbox, background work, help."""
