"""Dispatch: what is on a list or admitted is sent to villages; what is not is refused with its reason."""
