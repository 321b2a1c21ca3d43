"""What the pack of a case is made of: its script as one file, its data as the device reads it."""
