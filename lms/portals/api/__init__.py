"""Machine doors: health checks."""
