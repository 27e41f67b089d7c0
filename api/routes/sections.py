"""`/v1/sections`: the guide's tree, and one section whole."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import EngineDependency, SectionIdInPath
from search.guide import Guide
from search.response import GuideStamp, LinkOut, TrailStep
from search.response_parts import guide_stamp, links_of, trail_of
from search.section import Contact, Section

router = APIRouter(tags=["guide"])


class SectionNode(BaseModel):
    """A section in the tree."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(examples=["1.1-3"])
    number: str = Field(examples=["1-3"])
    title: str = Field(examples=["Втрата посвідки на проживання"])
    citation: str = Field(examples=["Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»"])
    children: tuple["SectionNode", ...]


class SectionTree(BaseModel):
    """The chapters held, each with all that stands in it."""

    sections: tuple[SectionNode, ...]
    guide: GuideStamp
    index: str


class ReferenceOut(BaseModel):
    """A cross-reference with its place in the text; `section_id` is null while that chapter is not held."""

    citation: str
    section_id: str | None
    start: int
    end: int


class PhoneOut(BaseModel):
    """A telephone number as printed."""

    number: str
    label: str


class ContactOut(BaseModel):
    """A row of the contact table, with the departments that belong to its office."""

    table: str
    office: str
    address: str
    phones: tuple[PhoneOut, ...]
    notes: tuple[str, ...]
    start: int
    end: int
    departments: tuple["ContactOut", ...]


class SectionOut(BaseModel):
    """A section: own text as published, its place, links, cross-references, contacts and neighbours."""

    id: str
    number: str
    title: str
    citation: str
    trail: tuple[TrailStep, ...]
    children: tuple[TrailStep, ...]
    text: str
    start: int
    end: int
    links: tuple[LinkOut, ...]
    references: tuple[ReferenceOut, ...]
    contacts: tuple[ContactOut, ...]
    previous: TrailStep | None
    next: TrailStep | None
    page: str
    guide: GuideStamp
    index: str


@router.get("/v1/sections", summary="Зміст посібника")
async def list_sections(engine: EngineDependency) -> SectionTree:
    """Усі розділи, пункти й підпункти деревом, із цитуванням за правилами самого посібника."""
    guide = engine.build.guide
    roots = [section for section in guide.sections.values() if section.parent is None]
    return SectionTree(
        sections=tuple(_node(guide, section) for section in roots),
        guide=guide_stamp(guide.facts),
        index=engine.build.manifest.build,
    )


@router.get("/v1/sections/{section_id}", summary="Один розділ")
async def read_section(section_id: SectionIdInPath, engine: EngineDependency) -> SectionOut:
    """Власний текст розділу дослівно, його посилання, згадки інших розділів, контакти й сусіди."""
    guide = engine.build.guide
    section = guide.section(section_id)
    before, after = guide.neighbours(section)
    return SectionOut(
        id=section.id,
        number=section.number,
        title=section.title,
        citation=section.citation,
        trail=trail_of(guide, section),
        children=tuple(_step(guide.sections[child]) for child in section.children),
        text=guide.own_text(section),
        start=section.span.start,
        end=section.span.end,
        links=links_of(guide, section),
        references=tuple(
            ReferenceOut(
                citation=reference.citation,
                section_id=reference.target if reference.target in guide.sections else None,
                start=reference.span.start,
                end=reference.span.end,
            )
            for reference in section.references
        ),
        contacts=tuple(map(_contact, section.contacts)),
        previous=_step(before) if before else None,
        next=_step(after) if after else None,
        page=f"/guide/{section.id}",
        guide=guide_stamp(guide.facts),
        index=engine.build.manifest.build,
    )


def _node(guide: Guide, section: Section) -> SectionNode:
    return SectionNode(
        id=section.id,
        number=section.number,
        title=section.title,
        citation=section.citation,
        children=tuple(_node(guide, guide.sections[child]) for child in section.children),
    )


def _step(section: Section) -> TrailStep:
    return TrailStep(id=section.id, title=section.title)


def _contact(contact: Contact) -> ContactOut:
    return ContactOut(
        table=contact.table,
        office=contact.office,
        address=contact.address,
        phones=tuple(PhoneOut(number=phone.number, label=phone.label) for phone in contact.phones),
        notes=contact.notes,
        start=contact.span.start,
        end=contact.span.end,
        departments=tuple(map(_contact, contact.departments)),
    )
