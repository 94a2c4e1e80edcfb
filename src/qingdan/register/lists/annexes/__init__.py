"""Lists as files: read from Excel, Word, CSV and JSON as real annexes come, and written as such. No database."""
