"""What the school learns from what learners did: paths through cases, wrong ways and whom they
draw, scenes to mend.
"""
