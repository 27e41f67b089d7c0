"""Settings: `DOVIDNYK_*` variables, each with a default that works in a checkout. The README's table documents them."""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from search.errors import SettingsError
from search.passages.milvus_address import is_milvus_address, read_milvus_address

PREFIX = "DOVIDNYK_"

_IN_FOLDER = ("auto", "exact", "hnsw")


def _networks(text: str) -> str:
    """`none`, or addresses and networks; a wildcard is none, since it would let callers name their own address."""
    for one in text.split(",") if text != "none" else ():
        ipaddress.ip_network(one.strip())
    return text


def _vectors(text: str) -> str:
    """A way to search within the index folder, or a Milvus server."""
    if is_milvus_address(text):
        read_milvus_address(text)
    elif text not in _IN_FOLDER:
        raise ValueError(f"expected {', '.join(_IN_FOLDER)} or milvus+http://host:port")
    return text


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
    vectors: Annotated[
        str,
        AfterValidator(_vectors),
        Field(
            description="how vectors are searched: `exact`, `hnsw` (a graph), or `auto`, which is exact up to 20,000; "
            "or in Milvus: `milvus+http://host:port`"
        ),
    ] = "auto"
    threads: Annotated[int, Field(ge=0, le=256, description="processor threads for one question; 0 for all cores")] = 0
    host: Annotated[str, Field(min_length=1, description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on; 0 for any free one")] = 8000
    workers: Annotated[int, Field(ge=1, le=64, description="server processes")] = 1
    stop_seconds: Annotated[
        int, Field(ge=0, le=3600, description="seconds that requests have to finish when the server is stopped")
    ] = 20
    watch_seconds: Annotated[
        float, Field(ge=0.05, le=3600, description="seconds between two looks whether another build is published")
    ] = 1.0
    cache: Annotated[int, Field(ge=0, le=1_000_000, description="responses kept in memory; 0 for none")] = 2048
    feedback_days: Annotated[int, Field(ge=1, le=3650, description="days for which feedback is kept")] = 180
    feedback_questions: Annotated[
        bool, Field(description="keep the question with feedback, personal data taken out: `true` or `false`")
    ] = False
    without_keys: Annotated[
        bool, Field(description="answer other machines though no partner has a key: `true` or `false`")
    ] = False
    caller_limit: Annotated[
        int, Field(ge=0, le=1_000_000, description="requests a minute from one network (/24, /56); 0 for no limit")
    ] = 600
    partner_limit: Annotated[
        int, Field(ge=0, le=10_000_000, description="requests a minute of one partner; 0 for no limit")
    ] = 6000
    limits_store: Annotated[
        str, Field(min_length=1, description="where requests are counted: `memory://`, or `redis://host:port`")
    ] = "memory://"
    trusted_proxies: Annotated[
        str,
        AfterValidator(_networks),
        Field(description="addresses or networks, by commas, whose `X-Forwarded-*` headers are believed"),
    ] = "none"
    queue: Annotated[int, Field(ge=0, le=100_000, description="questions that may wait while all threads search")] = 64
    mcp: Annotated[
        bool, Field(description="answer agents at `/mcp`, which needs the extra `mcp`: `true` or `false`")
    ] = False
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="least severity that is logged")
    ] = "info"
    log_format: Annotated[
        Literal["console", "json"], Field(description="logs for people or for programs: `console` or `json`")
    ] = "console"
    hosts: Annotated[
        str, Field(min_length=1, description="host names that are served, parted by commas; `*` for any")
    ] = "*"
    connections: Annotated[int, Field(ge=1, le=65_536, description="most connections of a server process")] = 500
    request_seconds: Annotated[
        float, Field(gt=0, le=600, description="time for the head of a request to come, and again for its body")
    ] = 10.0

    @property
    def host_names(self) -> tuple[str, ...]:
        """The host names that are served; empty for any."""
        names = tuple(name.strip() for name in self.hosts.split(",") if name.strip())
        return () if "*" in names else names


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
