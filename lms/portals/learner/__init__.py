"""The doors of the learner (học viên)."""
