"""Rules of law and practice as dated data with a source (quy định)."""
