"""Whole pages that several portals show: accounts, the conduct module, the profile of a unit."""
