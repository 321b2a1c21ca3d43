"""Requests that people make about their own data, each with its clock."""
