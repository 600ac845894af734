"""An OpenAI-compatible endpoint of the province's own, over nothing but Python's HTTP client.

POST {base_url}/chat/completions, temperature 0, a JSON schema for the answer where the server takes one.
Answers are kept on disk by model, prompt and block, so that a document read again asks nothing again.
No proxy is used and no redirect followed: text goes to the address that was configured, or nowhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from dondoc.errors import SecondReaderError
from dondoc.secondreader.blocks import Block
from dondoc.secondreader.claims import Claim
from dondoc.secondreader.prompt import PROMPT_VERSION, SCHEMA, messages, understood

URL, MODEL, KEY = "DONDOC_READER_URL", "DONDOC_READER_MODEL", "DONDOC_READER_KEY"
_LARGEST = 1_000_000  # bytes of an answer
_NO_SCHEMA = frozenset({400, 404, 415, 422, 501})  # how servers say that they know no `response_format`
_BUSY = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model answers.

    Attributes:
        base_url: Up to and without "/chat/completions": "http://10.0.0.5:8080/v1".
        model: The model's name as the server knows it.
        key: Sent as a bearer token; "" where the server asks for none.
        timeout: Seconds to wait for one answer.
        tries: How often a busy or silent server is asked.
        pause: Seconds before the second try; doubled before each further one.
    """

    base_url: str
    model: str
    key: str = ""
    timeout: float = 60
    tries: int = 3
    pause: float = 1.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SecondReaderError(
                f"Địa chỉ trình đọc thứ hai “{self.base_url}” không đúng. Ghi đầy đủ, ví dụ http://10.0.0.5:8080/v1"
            )
        if not self.model:
            raise SecondReaderError(f"Chưa có tên mô hình của trình đọc thứ hai. Đặt {MODEL}.")


def from_environment(
    environ: Mapping[str, str] | None = None, *, cache: Path | None = None
) -> OpenAIBackend | None:
    """The backend that DONDOC_READER_URL, _MODEL and _KEY describe; None (the default) where there is no URL.

    Raises:
        SecondReaderError: The URL is none, or no model is named.
    """
    said = os.environ if environ is None else environ
    if not said.get(URL):
        return None
    return OpenAIBackend(Endpoint(said[URL], said.get(MODEL, ""), said.get(KEY, "")), cache=cache)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A document's words are not sent on to an address nobody configured."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class OpenAIBackend:
    """A `Backend` over HTTP."""

    def __init__(self, endpoint: Endpoint, *, cache: Path | None = None) -> None:
        self._endpoint = endpoint
        self._cache = cache
        self._schema = True  # until the server says it knows none
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect).open

    @property
    def name(self) -> str:
        return f"llm:{self._endpoint.model}"

    def propose(self, block: Block) -> Sequence[Claim]:
        """What the model claims of a block, asked once for ever where there is a cache."""
        kept = self._kept(block)
        if kept is not None and kept.is_file():
            return understood(kept.read_text("utf-8"))
        answer = self._ask(block)
        claims = understood(answer)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}.part")
            part.write_text(answer, "utf-8")
            part.replace(kept)
        return claims

    def _kept(self, block: Block) -> Path | None:
        if self._cache is None:
            return None
        asked = json.dumps(
            [self._endpoint.model, PROMPT_VERSION, block.text, block.known, block.doubts], ensure_ascii=False
        )
        key = hashlib.sha256(asked.encode("utf-8")).hexdigest()
        return self._cache / key[:2] / f"{key}.json"

    def _ask(self, block: Block) -> str:
        wait = self._endpoint.pause
        for turn in range(1, self._endpoint.tries + 1):
            try:
                return self._answer(block)
            except urllib.error.HTTPError as error:
                error.close()
                if self._schema and error.code in _NO_SCHEMA:
                    self._schema = False
                    return self._ask(block)
                why = f"máy chủ báo lỗi {error.code}"
                if error.code not in _BUSY:
                    break
            except (OSError, HTTPException) as error:
                why = str(getattr(error, "reason", None) or error) or type(error).__name__
            if turn < self._endpoint.tries:
                time.sleep(wait)
                wait *= 2
        raise SecondReaderError(
            f"Trình đọc thứ hai ở {self._endpoint.base_url} không trả lời: {why}. Kiểm tra máy chủ mô hình."
        )

    def _answer(self, block: Block) -> str:
        body: dict[str, Any] = {
            "model": self._endpoint.model,
            "temperature": 0,
            "messages": messages(block),
        }
        if self._schema:
            schema = {"name": "claims", "strict": True, "schema": SCHEMA}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked to be http or https
            f"{self._endpoint.base_url.rstrip('/')}/chat/completions",
            data=json.dumps(body, ensure_ascii=False).encode("utf-8"),
            headers=headers,
            method="POST",
        )
        with self._open(request, timeout=self._endpoint.timeout) as response:
            return _content(response)


def _content(response: IO[bytes]) -> str:
    """The model's words out of the server's answer.

    Raises:
        SecondReaderError: The answer has another form, or is too long.
    """
    raw = response.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise SecondReaderError("Trình đọc thứ hai trả lời quá dài.")
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise SecondReaderError("Trình đọc thứ hai trả lời không theo định dạng đã thỏa thuận.") from error
    if not isinstance(content, str):
        raise SecondReaderError("Trình đọc thứ hai trả lời không theo định dạng đã thỏa thuận.")
    return content
