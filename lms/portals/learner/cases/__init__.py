"""Cases as the learner meets them: ways of doing them, scenes without JavaScript, what came of
them.
"""
