"""What the demo writes into the rooms of people beyond who works where."""
