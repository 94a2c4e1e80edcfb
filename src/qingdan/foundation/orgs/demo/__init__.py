"""The demo district: real divisions, the bodies that its policy names, and one account a role."""
