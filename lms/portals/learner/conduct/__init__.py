"""The learner's pages of the conduct module: one for each kind of lesson, and the commitments."""
