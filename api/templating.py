"""The templates of all pages, and what every one of them may call."""

from pathlib import Path

from fastapi.templating import Jinja2Templates

from api.markup import tel
from api.section_view import month_in_words
from search.normalise import MAX_QUESTION

TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")
TEMPLATES.env.globals.update(tel=tel, month=month_in_words, max_question=MAX_QUESTION)
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True
