"""The usual way to serve one row: `python -m bench.fastapi_peer DATABASE PORT`."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import aiosqlite
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException

from tests.acceptance.stack import TOKEN

QUERY = """
SELECT jobs.*, clients.name, clients.github_org, clients.github_repo, runs.*
FROM jobs JOIN clients ON clients.id = jobs.client_id JOIN runs ON runs.id = jobs.run_id
WHERE jobs.id = ?
"""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with aiosqlite.connect(sys.argv[1]) as connection:
        connection.row_factory = aiosqlite.Row
        app.state.connection = connection
        yield


app = FastAPI(lifespan=lifespan)


async def authorized(authorization: Annotated[str, Header()]) -> None:
    if authorization != f"Bearer {TOKEN}":
        raise HTTPException(401)


@app.get("/jobs/{job_id}", dependencies=[Depends(authorized)])
async def get_job(job_id: str) -> dict[str, Any]:
    async with app.state.connection.execute(QUERY, (job_id,)) as cursor:
        row = await cursor.fetchone()
    if row is None:
        raise HTTPException(404)
    return dict(row)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
