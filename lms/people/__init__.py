"""WHO: accounts, organisation, rulebook, personnel, standards, privacy, workbooks."""
