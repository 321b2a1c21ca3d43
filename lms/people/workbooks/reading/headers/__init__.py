"""Header rows: where they are and what each column is."""
