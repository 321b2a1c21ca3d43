"""Attempts and answers as an append-only log, folded into progress (tiến độ học)."""
