"""What every app stands on: errors, states, actor, clock, html, ids.

No noun of training lives here.
"""
