"""Errors of an evaluation that a person can mend."""

from search.errors import DovidnykError


class EvalError(DovidnykError):
    """What an evaluation was given can't be used."""


class QuestionFailedError(DovidnykError):
    """One question got no answer; the others go on."""


class UnreachableError(DovidnykError):
    """A deployment doesn't answer."""
