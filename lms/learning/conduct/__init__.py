"""Conduct (văn hóa ứng xử): self-assessment, reflection, commitment, the yearly refresher,
exemptions from it.
"""
