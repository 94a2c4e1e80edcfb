"""What can go wrong with personal data; every message is Chinese and holds no personal data."""

from __future__ import annotations


class PersonalProblem(ValueError):
    """What the rules of personal data refuse; ``field`` names the field of a form, if one is meant."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Erased(PersonalProblem):
    """The person's key was destroyed: nobody can read this any more."""

    def __init__(self) -> None:
        super().__init__("这些个人信息已按期删除，不能再看。")


class Tampered(PersonalProblem):
    """A sealed text that was changed, moved to another person or purpose, or sealed with a key that is not here."""

    def __init__(self) -> None:
        super().__init__("这段加密的内容打不开：它被改动过，或者密钥不对。请联系系统管理员。")


class KeyMissing(PersonalProblem):
    """An outside key is not in the data folder (for instance after a restore without the keys)."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"缺少密钥 {key_id}。请把备份时另行保管的 keys 文件夹放回数据文件夹。")
        self.key_id = key_id
