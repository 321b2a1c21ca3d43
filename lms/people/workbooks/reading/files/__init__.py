"""The kinds of files: what each shows besides values, one module a kind; then the values."""
