"""Facts to what people use: JSON of the fact format, a terminal table, a workbook, a page to read."""
