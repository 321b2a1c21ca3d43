"""WHAT THE LEARNER DOES: progress, assessment."""
