"""The conduct module as units and the authority see it: one page and one form for both portals."""
