"""The Vietnamese catalogues: one an app, kept in step with the source, compiled into one file."""
