"""Speed, shown beside an alternative in the same run; never a timed test."""
