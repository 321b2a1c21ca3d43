"""Pages that several portals share: Hôm nay, and classes taught or attended."""
