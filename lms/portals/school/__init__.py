"""The pages of the school office and the head of the school (cơ sở đào tạo)."""
