"""The one error of a wrong drawing file."""


class PoseError(ValueError):
    """A pose file that cannot be drawn: says which file, which joint or key, and why."""

    def __init__(self, file: str, joint: str, reason: str) -> None:
        super().__init__(f"{file}: {joint}: {reason}")
        self.file = file
        self.joint = joint
        self.reason = reason
