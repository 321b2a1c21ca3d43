"""/don-vi/nhan-su/: the register of people as units, the training authority and the auditor see
it.
"""
