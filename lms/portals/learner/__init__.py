"""The views of the learner (học viên)."""
