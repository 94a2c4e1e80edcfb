"""Personal data: sealed with keys that lie outside the database, masked, logged when revealed, erased."""
