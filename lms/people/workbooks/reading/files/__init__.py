"""The XML parts of an .xlsx, read as a stream."""
