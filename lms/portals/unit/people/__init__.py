"""/don-vi/nhan-su/: the register of people, for units, the training authority and the auditor."""
