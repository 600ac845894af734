"""Tables brought in and taken away: an annex, an office's own spreadsheet, another system's export."""
