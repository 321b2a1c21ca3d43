"""Real-world workbooks of people: what the file is, which columns it has, what each row says. No database."""
