"""What a lesson's pack is made of: its script as one file, the scenario as the device reads it."""
