"""/don-vi/nhap/: workbooks of my units: brought in, tried out, written, undone; and the register as
a workbook.
"""
