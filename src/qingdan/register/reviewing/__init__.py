"""The annual review (年度复核): each body justifies, amends or gives up the items that it leads."""
