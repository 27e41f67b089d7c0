"""Capitals: a repaired word is written as the one that was typed."""


def in_case_of(typed: str, word: str) -> str:
    """The word, in lower case, with the capitals of what was typed: none, the first letter's, or all."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word
