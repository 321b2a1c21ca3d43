"""Course > module > lesson, and the printed edition (ấn bản)."""
