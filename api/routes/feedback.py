"""`/v1/feedback`: whether an answer helped, from programs as JSON and from the search page as a form."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Body, Depends, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from api.dependencies import EngineDependency, expect_json
from api.feedback_store import Feedback, FeedbackStore, Reason
from api.json_body import STRICT, whole
from api.personal_data import without_personal_data
from api.problems import problem_response
from api.templating import TEMPLATES
from search.engine import Engine
from search.normalise import MAX_QUESTION
from search.settings import Settings

router = APIRouter(tags=["feedback"])


class FeedbackForm(BaseModel):
    """What a reader says of one response."""

    model_config = ConfigDict(extra="forbid")

    request_id: str = Field(
        pattern=r"^[A-Za-z0-9._-]{1,64}$", description="заголовок X-Request-Id відповіді, про яку йдеться"
    )
    helped: bool = Field(description="чи допомогла відповідь")
    reason: Reason | None = Field(None, description="чому ні: wrong_section, incomplete, unclear, outdated, other")
    rank: Annotated[int, Field(ge=1, le=1000), BeforeValidator(whole)] | None = Field(
        None, description="який за порядком розділ відкрито"
    )
    section_id: str | None = Field(None, max_length=64, description="який розділ відкрито або мається на увазі")
    q: str | None = Field(
        None,
        max_length=MAX_QUESTION,
        description="запитання; зберігається, лише якщо це ввімкнено на сервері, і без особистих даних",
    )


class FeedbackRequest(FeedbackForm):
    """What a reader says of one response, in JSON."""

    model_config = STRICT


@router.post("/v1/feedback", status_code=204, summary="Оцінити відповідь", dependencies=[Depends(expect_json)])
async def give_feedback(
    request: Request,
    feedback: Annotated[
        FeedbackRequest, Body(examples=[{"request_id": "0f8fad5bd9cb469f", "helped": True, "rank": 1}])
    ],
    engine: EngineDependency,
) -> Response:
    """Чи допомогла відповідь. Повторна оцінка того самого запиту замінює попередню."""
    await _keep(request, feedback, engine)
    return Response(status_code=204)


@router.post("/feedback", include_in_schema=False)
async def give_feedback_by_form(request: Request, engine: EngineDependency) -> Response:
    """The same from the form of the search page; thanks on a page."""
    sent = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    try:
        feedback = FeedbackForm.model_validate(sent)
    except ValidationError:
        return problem_response(request, 422, "expected the fields of the feedback form on the search page")
    await _keep(request, feedback, engine)
    guide = engine.build.guide
    held = [guide.sections[number] for number in guide.facts.present]
    return TEMPLATES.TemplateResponse(request, "thanks.html", {"facts": guide.facts, "held": held, "q": ""})


async def _keep(request: Request, feedback: FeedbackForm, engine: Engine) -> None:
    """Keep feedback; a section that isn't there is refused, a question is dropped unless the operator keeps them."""
    if feedback.section_id is not None:
        engine.build.guide.section(feedback.section_id)
    settings: Settings = request.app.state.settings
    store: FeedbackStore = request.app.state.feedback
    await run_in_threadpool(
        store.add,
        Feedback(
            request_id=feedback.request_id,
            helped=feedback.helped,
            reason=feedback.reason,
            rank=feedback.rank,
            section_id=feedback.section_id,
            question=without_personal_data(feedback.q) if settings.feedback_questions and feedback.q else None,
            build=engine.build.manifest.build,
        ),
    )
