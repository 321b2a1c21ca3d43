"""What a post asks of its holder, who meets it, who does not yet, and the profile of a unit."""
