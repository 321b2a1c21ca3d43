"""Figures for units and the training authority, each with its definition (báo cáo)."""
