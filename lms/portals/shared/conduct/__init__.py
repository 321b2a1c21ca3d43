"""The conduct module as units and the authority see it, with the same pages in both portals."""
