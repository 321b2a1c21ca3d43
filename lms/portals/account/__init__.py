"""Signing in, own profile, inbox, background work."""
