"""The certificate register, PDF and verification (chứng chỉ, sổ gốc)."""
