"""Settings: `DOVIDNYK_*` variables, each with a default that works in a checkout. The README's table documents them."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from search.errors import SettingsError

PREFIX = "DOVIDNYK_"


class Settings(BaseSettings):
    """All settings, by the name of their variable without the prefix, in lower case."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    corpus: Annotated[Path, Field(description="folder of the guide's text and of what is known about it")] = Path(
        "corpus/uk"
    )
    var: Annotated[Path, Field(description="folder for models, encoders and index builds")] = Path("var")
    model: Annotated[
        str,
        Field(
            min_length=1, description="encoder: `multilingual-e5-small`, or a sentence-transformers folder or hub name"
        ),
    ] = "multilingual-e5-small"
    precision: Annotated[
        Literal["int8", "float32"], Field(description="weights of the exported encoder: `int8` or `float32`")
    ] = "int8"
    threads: Annotated[int, Field(ge=0, le=256, description="processor threads for one question; 0 for all cores")] = 0
    host: Annotated[str, Field(min_length=1, description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on; 0 for any free one")] = 8000
    workers: Annotated[int, Field(ge=1, le=64, description="server processes")] = 1
    cache: Annotated[int, Field(ge=0, le=1_000_000, description="responses kept in memory; 0 for none")] = 2048
    feedback_days: Annotated[int, Field(ge=1, le=3650, description="days for which feedback is kept")] = 180
    feedback_questions: Annotated[
        bool, Field(description="keep the question with feedback, personal data taken out: `true` or `false`")
    ] = False
    mcp: Annotated[
        bool, Field(description="answer agents at `/mcp`, which needs the extra `mcp`: `true` or `false`")
    ] = False
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="least severity that is logged")
    ] = "info"


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a variable has a value that can't be used, or begins with `DOVIDNYK_` and is unknown.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]}; known are {', '.join(sorted(known))}")
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = PREFIX + str(fault["loc"][0]).upper()
        raise SettingsError(f"setting {name}: {fault['msg']}, found {fault['input']!r}") from error
