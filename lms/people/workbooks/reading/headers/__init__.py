"""The header of a table: where it is and what each column is."""
