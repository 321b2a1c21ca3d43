"""What the register knows about the person who is signed in, who looked at it, and what he asks
about it.
"""
