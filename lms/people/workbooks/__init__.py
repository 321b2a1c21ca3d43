"""Officials in and out of Excel: reading real workbooks, trying them out, applying, undoing,
exporting.
"""
