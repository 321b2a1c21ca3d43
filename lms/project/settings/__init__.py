"""base < dev, test, production."""
