import datetime
from collections.abc import Sequence
from typing import Any, final

import pyarrow

TABLES: list[str]
__version__: str

@final
class Cast:
    def __new__(cls, *texts: str) -> Cast: ...
    @property
    def texts(self) -> list[str]: ...
    @property
    def errors(self) -> list[str]: ...
    def table(self, name: str) -> pyarrow.RecordBatch: ...

def parse(
    text: str | bytes | None,
    *,
    id: str | None = None,
    date: str | datetime.date | None = None,
    cast: Cast | str | None = None,
    path: str | None = None,
    title: str | None = None,
    source: str | None = None,
    author: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> dict[str, Any]: ...
def parse_batch(
    batch: pyarrow.RecordBatch,
    *,
    cast: Cast | str | None = None,
    table: str = "flat",
    own_keys: Sequence[str] = (),
) -> pyarrow.RecordBatch: ...
def schema(table: str = "flat", *, own_keys: Sequence[str] = ()) -> pyarrow.Schema: ...
def ddl(table: str = "flat", *, own_keys: Sequence[str] = ()) -> str: ...
