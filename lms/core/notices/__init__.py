"""Messages to people: in-app inbox and e-mail, deduplicated."""
