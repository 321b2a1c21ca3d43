"""Scenarios as the learner meets them: their modes, packs, answers without JavaScript, debriefs."""
