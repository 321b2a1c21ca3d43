"""What the demo writes into the apps of people beyond units, officials and roles."""
