"""Guides as an Excel sheet: its columns, what a cell says, what each row of a file would do."""
