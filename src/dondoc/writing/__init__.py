"""Records to files and pages: JSON, tables, Excel, HTML."""
