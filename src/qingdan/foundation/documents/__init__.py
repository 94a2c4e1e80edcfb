"""Attachments: checked by content, size and name, stored by what they are."""
