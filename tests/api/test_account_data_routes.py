"""Taking one's data along, and leaving."""

import asyncio
import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from tests.api.conftest import ORIGIN, PASSWORD, open_client, sign_in
from vidgenie.accounts.tables import SessionRow

WHO = {"email": "alice@example.com", "password": PASSWORD}


@pytest.fixture
def temp(services):
    """The folder of files in the making."""
    return services.assets.storage.new_temp("x").parent


async def delete(client, **body):
    return await client.request("DELETE", "/api/account", json=WHO | body)


class TestExport:
    async def test_it_is_a_zip_to_be_saved(self, at_home, people):
        answer = await at_home.post("/api/account/export")

        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/zip"
        today = f"{datetime.now():%Y-%m}"  # noqa: DTZ005  # the month is enough
        assert answer.headers["content-disposition"].startswith(
            f'attachment; filename="vidgenie-{today}'
        )
        assert answer.headers["cache-control"] == "no-store"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
            assert json.loads(zipped.read("account.json"))["id"] == people["alice"].account.id

    async def test_it_holds_a_picture_that_was_brought(self, at_home, photo):
        await at_home.post("/api/assets", files={"file": ("fox.png", photo, "image/png")})

        answer = await at_home.post("/api/account/export")

        with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
            names = [name for name in zipped.namelist() if name.startswith("media/fox-")]
        assert len(names) == 1

    async def test_it_is_deleted_once_it_was_sent(self, at_home, temp):
        await at_home.post("/api/account/export")

        assert list(temp.iterdir()) == []

    async def test_it_is_deleted_when_nobody_takes_it(self, at_home, served, temp):
        cookie = "; ".join(f"{name}={value}" for name, value in at_home.cookies.items())
        headers = {"origin": ORIGIN, "cookie": cookie, "content-length": "0"}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/api/account/export",
            "raw_path": b"/api/account/export",
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 3000),
        }

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            if message["type"] == "http.response.body":
                sent.append(list(temp.iterdir()))
                raise OSError("the client is gone")

        sent = []
        with pytest.raises(OSError, match="gone"):
            await asyncio.wait_for(served(scope, receive, send), 10)

        assert [len(files) for files in sent] == [1]
        assert list(temp.iterdir()) == []

    async def test_a_part_of_it_cannot_be_asked_for(self, at_home):
        answer = await at_home.post("/api/account/export", headers={"range": "bytes=0-9"})

        assert (answer.status_code, answer.content[:2]) == (200, b"PK")

    async def test_an_api_token_does_not_get_it(self, alice):
        answer = await alice.post("/api/account/export")

        assert (answer.status_code, answer.json()["problem"]) == (403, "session_only")

    async def test_the_password_must_have_been_given_lately(self, at_home, services):
        long_ago = datetime.now().astimezone() - timedelta(minutes=11)
        with services.engine.transaction() as session:
            session.connection().execute(update(SessionRow).values(confirmed_at=long_ago))

        answer = await at_home.post("/api/account/export")

        assert (answer.status_code, answer.json()["code"]) == (403, "confirmation_needed")


class TestErasure:
    async def test_the_certificate_says_what_was_deleted(self, at_home, people):
        answer = await delete(at_home)

        assert answer.status_code == 200
        certificate = answer.json()["certificate"]
        assert datetime.fromisoformat(certificate.pop("erasedAt")).tzinfo
        assert certificate == {
            "accountId": people["alice"].account.id,
            "keys": 0,
            "assets": 0,
            "runs": 0,
            "bytes": 0,
            "isComplete": True,
        }

    async def test_the_cookie_is_taken_back_and_good_for_nothing(self, at_home):
        answer = await delete(at_home)

        assert answer.headers["set-cookie"].startswith('vg_session=""; ')
        assert "Max-Age=0" in answer.headers["set-cookie"]
        # This browser did not listen.
        assert (await at_home.get("/api/auth/me")).status_code == 401

    async def test_an_api_token_of_the_account_ends(self, at_home, alice):
        await delete(at_home)

        assert (await alice.get("/api/auth/me")).status_code == 401

    async def test_the_address_must_be_typed_right(self, at_home):
        answer = await delete(at_home, email="alice@example.org")

        assert (answer.status_code, answer.json()["problem"]) == (422, "other_email")
        assert (await at_home.get("/api/auth/me")).status_code == 200

    async def test_the_password_must_be_right(self, at_home):
        answer = await delete(at_home, password="correct horse")

        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
        assert (await at_home.get("/api/auth/me")).status_code == 200

    async def test_an_api_token_cannot_delete(self, alice):
        answer = await delete(alice)

        assert (answer.status_code, answer.json()["problem"]) == (403, "session_only")

    async def test_the_only_admin_stays(self, served, services):
        async with open_client(served, headers={"origin": ORIGIN}) as admin:
            sign_in(admin, services, "admin")
            answer = await delete(admin, email="admin@example.com")

        assert (answer.status_code, answer.json()["problem"]) == (409, "last_admin")

    async def test_whoever_stays_stays_signed_in(self, at_home, at_bobs):
        await delete(at_home)

        assert (await at_bobs.get("/api/auth/me")).status_code == 200
