"""What a screened paper goes out as: a marked Word file or page, a report, Excel. All from one form (``showing``)."""
