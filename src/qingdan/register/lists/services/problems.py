"""What the rules of lists refuse; the messages are Chinese and say what to do."""

from __future__ import annotations


class ListsProblem(ValueError):
    """A change that the rules refuse. ``field`` names the field of a form that it is about, if one is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class StaleDraft(ListsProblem):
    """Somebody else changed the draft since it was read."""

    def __init__(self) -> None:
        super().__init__("这份草稿刚才有别人改过，您的这一步没有保存。请看过现在的样子再改一次。")
