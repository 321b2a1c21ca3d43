"""/don-vi/nhap/: workbooks of units: upload, trial, applying, undoing; the list as a workbook."""
