"""CONTENT: what schools write. Knows no learner and no class."""
