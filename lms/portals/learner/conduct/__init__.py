"""The learner's pages of the conduct room: one for each kind of lesson, and what he signed."""
