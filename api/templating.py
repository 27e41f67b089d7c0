"""The templates of all pages, and what every one of them may call."""

from pathlib import Path

from fastapi.templating import Jinja2Templates

from api.markup import tel
from api.section_view import month_in_words
from search.normalise import MAX_QUESTION


def days_in_words(count: int) -> str:
    """A number of days after «через»: «1 день», «3 дні», «180 днів»."""
    if count % 10 == 1 and count % 100 != 11:
        return f"{count} день"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} дні" if few else f"{count} днів"


TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")
TEMPLATES.env.globals.update(tel=tel, month=month_in_words, max_question=MAX_QUESTION, days=days_in_words)
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True
