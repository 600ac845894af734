"""Tables that people bring and take away: an annex, an office's own spreadsheet, another system's export.

A table keeps its own headings. Which column holds which field is suggested (`fields`), decided by a
person, and remembered by the office; each row is then read, with its doubts named by the cell they stand in
(`tasks`); a workbook with those cells marked can be handed back (`report`). What is made of the rows is not
decided here.
"""
