"""WHO: accounts, organisation, rulebook, personnel."""
