"""The errors that the project raises on purpose: each message says what was found and what would be right."""


class DovidnykError(Exception):
    """Base of all errors that a person can mend; the message is shown as it is."""


class SettingsError(DovidnykError):
    """A setting has a value that can't be used, or an unknown name."""


class BuildError(DovidnykError):
    """No published index, or one that is damaged or made for other code."""


class EncoderError(DovidnykError):
    """An encoder folder is missing, damaged, or of an unknown form."""


class QuestionError(DovidnykError):
    """A question that can't be searched for: empty, or too long."""


class SectionNotFoundError(DovidnykError):
    """No section has the id that was asked for."""


class PassagesUnavailableError(DovidnykError):
    """What keeps the passages doesn't answer; it may in a moment."""
