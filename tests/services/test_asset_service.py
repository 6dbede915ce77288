"""Pictures people bring, and links to files."""

import asyncio
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlmodel import select

from tests.support.hostile_files import clip
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput, InvalidMedia, NotFound, TooLarge
from vidgenie.library.tables import AssetRow
from vidgenie.net import FetchRules
from vidgenie.services import uploads as module
from vidgenie.services.assets import AssetService
from vidgenie.services.links import Links
from vidgenie.storage.disk import Store

ALICE = Account(id="a" * 32, email="alice@example.org", name="Alice")
BOB = Account(id="b" * 32, email="bob@example.org", name="Bob")


@pytest.fixture
def storage(tmp_path):
    return Store(tmp_path / "media")


@pytest.fixture
def service(transaction, reading, storage):
    return AssetService(
        transaction=transaction, reading=reading, storage=storage, links=Links(b"s" * 32)
    )


@pytest.fixture
def photo(tmp_path):
    """A PNG with a comment inside."""
    path = tmp_path / "photo.png"
    info = PngInfo()
    info.add_text("Comment", "taken at home")
    Image.new("RGB", (64, 96), "teal").save(path, pnginfo=info)
    return path


@pytest.fixture
def serve_bytes():
    """Serves one answer on 127.0.0.1; the port."""
    servers = []

    def start(body):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # the name http.server looks for
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Keep the output of the tests clean."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def opened(service, link):
    query = parse_qs(urlsplit(link).query)
    name = urlsplit(link).path.removeprefix("/media/")
    return service.open_signed(name, query["s"][0], int(query["e"][0]))


def rows(reading):
    with reading() as session:
        return session.exec(select(AssetRow)).all()


def test_a_picture_becomes_an_asset_with_a_thumbnail(service, photo):
    view = service.upload(ALICE, photo, name="photo.png")

    assert (view.kind, view.width, view.height, view.seconds) == ("image", 64, 96, None)
    assert opened(service, view.url).media_type == "image/png"
    assert opened(service, view.thumbnail_url).media_type == "image/jpeg"


def test_what_was_hidden_in_the_picture_is_gone(service, photo):
    view = service.upload(ALICE, photo, name="photo.png")

    assert b"taken at home" not in opened(service, view.url).path.read_bytes()


def test_the_same_picture_twice_is_one_asset(service, photo, reading):
    first = service.upload(ALICE, photo, name="a.png")
    second = service.upload(ALICE, photo, name="b.png")

    assert first.id == second.id
    assert len(rows(reading)) == 2


def test_two_people_with_one_picture_have_an_asset_each(service, photo):
    assert service.upload(ALICE, photo, name="a").id != service.upload(BOB, photo, name="a").id


def test_a_picture_uploaded_twice_at_once_is_one_asset(service, photo):
    seen = []
    threads = [
        threading.Thread(target=lambda: seen.append(service.upload(ALICE, photo, name="x").id))
        for _ in range(3)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 3
    assert len(set(seen)) == 1


async def test_a_clip_brought_twice_at_once_is_one_asset(service, tmp_path, reading, storage):
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip())

    views = await asyncio.gather(*(service.take_in(ALICE, path, name="x") for _ in range(2)))

    assert views[0].id == views[1].id
    assert sorted(row.kind for row in rows(reading)) == ["thumbnail", "video"]
    assert len([file for file in storage.root.rglob("*") if file.is_file()]) == 2


async def test_work_that_is_cancelled_leaves_nothing(service, tmp_path, reading, storage):
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip())
    work = asyncio.create_task(service.take_in(ALICE, path, name="x"))
    while not (making := list((storage.root / "tmp").iterdir())):
        await asyncio.sleep(0.01)

    work.cancel()
    await asyncio.wait({work})

    assert making
    assert work.cancelled()
    assert list((storage.root / "tmp").iterdir()) == []
    assert rows(reading) == []


def test_a_clip_behind_an_address_for_pictures_is_refused(
    transaction, reading, storage, serve_bytes
):
    async def resolve(_host, _port):
        return ["127.0.0.1"]

    port = serve_bytes(clip())
    rules = FetchRules(ports={"http": frozenset({port})}, resolve=resolve, public=lambda _: True)
    service = AssetService(transaction, reading, storage, Links(b"s" * 32), rules=rules)

    with pytest.raises(InvalidMedia) as caught:
        service.fetch(ALICE, f"http://pictures.example:{port}/photo.png")

    assert caught.value.params["problem"] == "not_an_image"


def test_nothing_is_left_in_the_temporary_folder(service, photo, storage, tmp_path):
    service.upload(ALICE, photo, name="photo.png")
    (tmp_path / "text.png").write_bytes(b"no picture")
    with pytest.raises(InvalidMedia):
        service.upload(ALICE, tmp_path / "text.png", name="text.png")

    assert list((storage.root / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"just text", "unsupported"),
        (b"\x89PNG\r\n\x1a\nbroken", "not_an_image"),
        (b"GIF89a", "unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd", "unsupported"),
        (b"ffconcat version 1.0\nfile victim.mp4", "unsupported"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(service, tmp_path, reading, content, problem):
    path = tmp_path / "upload.png"
    path.write_bytes(content)

    with pytest.raises(InvalidMedia) as caught:
        service.upload(ALICE, path, name="upload.png")

    assert caught.value.params["problem"] == problem
    assert rows(reading) == []


def test_a_picture_with_too_many_pixels_is_refused(service, tmp_path):
    path = tmp_path / "huge.png"
    Image.new("1", (8000, 8000)).save(path)

    with pytest.raises(InvalidMedia) as caught:
        service.upload(ALICE, path, name="huge.png")

    assert caught.value.params["problem"] == "too_many_pixels"


def test_a_file_that_is_too_large_is_refused_unread(service, tmp_path):
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(module.MAX_PICTURE_BYTES + 1)

    with pytest.raises(TooLarge):
        service.upload(ALICE, path, name="large.png")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a\nb\x00c", "n" * 1000])
def test_the_name_is_only_a_note(service, photo, reading, name):
    service.upload(ALICE, photo, name=name)

    kept = [row.origin.get("name", "") for row in rows(reading) if row.kind == "image"]
    assert len(kept[0]) <= 120
    assert kept[0].isprintable()


def test_an_address_that_is_not_public_is_not_fetched(service, reading):
    with pytest.raises(InvalidInput):
        service.fetch(ALICE, "http://127.0.0.1/picture.png")

    assert rows(reading) == []


def test_a_picture_behind_a_public_address_becomes_an_asset(
    transaction, reading, storage, photo, serve_bytes
):
    async def resolve(_host, _port):
        return ["127.0.0.1"]

    port = serve_bytes(photo.read_bytes())
    rules = FetchRules(ports={"http": frozenset({port})}, resolve=resolve, public=lambda _: True)
    service = AssetService(transaction, reading, storage, Links(b"s" * 32), rules=rules)

    view = service.fetch(ALICE, f"http://pictures.example:{port}/photo.png")

    assert (view.width, view.height) == (64, 96)


def test_a_forged_link_opens_nothing(service, photo):
    view = service.upload(ALICE, photo, name="photo.png")

    with pytest.raises(NotFound):
        service.open_signed(f"{view.id}.png", "0" * 64, 2_000_000_000)


@pytest.mark.parametrize(
    "name", ["../secret.key", "x.png", f"{'a' * 32}", f"{'a' * 32}.png/..", ""]
)
def test_only_the_name_of_an_asset_is_opened(service, name):
    query = parse_qs(urlsplit(service.links.sign(name)).query)

    with pytest.raises(NotFound):
        service.open_signed(name, query["s"][0], int(query["e"][0]))


@pytest.mark.parametrize("suffix", ["jpg", "html", "mp4"])
def test_a_file_is_only_served_as_what_it_is(service, photo, suffix):
    view = service.upload(ALICE, photo, name="photo.png")

    with pytest.raises(NotFound):
        opened(service, service.signed_url(view.id, suffix))


def test_a_file_that_was_lost_is_not_found(service, photo, storage):
    view = service.upload(ALICE, photo, name="photo.png")
    storage.delete(opened(service, view.url).sha256, "png")

    with pytest.raises(NotFound):
        opened(service, view.url)


@pytest.mark.parametrize(
    ("origin", "is_public"),
    [
        ("https://video.example.org", True),
        ("http://video.example.org", False),
        ("https://localhost", False),
        ("https://192.168.1.4", False),
        ("https://video.example.org:8443", False),
        ("", False),
    ],
)
def test_only_a_public_installation_gives_services_a_link(service, origin, is_public):
    link = replace(service, origin=origin).public_link("a" * 32, "png")

    assert link.startswith(f"{origin}/media/{'a' * 32}.png?") if is_public else link == ""
