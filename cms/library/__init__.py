"""Pictures, documents, legal documents."""
