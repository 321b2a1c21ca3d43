"""The doors of the school office and its head (cơ sở đào tạo)."""
