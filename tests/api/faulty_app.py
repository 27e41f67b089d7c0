"""The application with routes that fail as nobody foresaw, each with what was asked in its message."""

import asyncio
import sys
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from api.app import create_app_from_environment
from api.server_options import server_options
from api.serving import bind
from search.settings import read_settings


def create_faulty_app() -> FastAPI:
    """What the server process calls."""
    app = create_app_from_environment()

    @app.get("/faulty/raises")
    def raises(q: str) -> None:
        raise ValueError(f"can't read {q}")

    @app.get("/faulty/breaks-off")
    def breaks_off(q: str) -> StreamingResponse:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"begun"
            await asyncio.sleep(0)
            raise ValueError(f"can't go on with {q}")

        return StreamingResponse(pieces())

    @app.get("/faulty/forgets")
    async def forgets(q: str) -> None:
        async def fails() -> None:
            raise ValueError(f"nobody asks for {q}")

        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        del task  # asyncio reports it, with its exception in the report

    return app


def main() -> None:
    """Serve it as `dovidnyk serve` does."""
    settings = read_settings()
    application = "tests.api.faulty_app:create_faulty_app"
    listener = bind(settings.host, settings.port)
    listener.listen()
    config = uvicorn.Config(application, factory=True, **server_options(settings))
    sys.stderr.write(f"serving on http://{settings.host}:{listener.getsockname()[1]}\n")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
