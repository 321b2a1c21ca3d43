"""Views for machines: health checks."""
