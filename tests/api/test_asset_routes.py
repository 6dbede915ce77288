"""Pictures people bring, and files behind signed links."""

import io

import pytest
from PIL import Image

from tests.api.conftest import open_client


async def send(client, content, name="photo.png", kind="image/png", field="file"):
    return await client.post("/api/assets", files={field: (name, content, kind)})


@pytest.fixture
async def asset(alice, photo):
    """What the answer to an upload says."""
    return (await send(alice, photo)).json()


@pytest.fixture
async def anybody(served):
    """A client without cookie or token."""
    async with open_client(served) as client:
        yield client


async def test_a_picture_is_taken_in(asset):
    assert set(asset) == {
        *("id", "kind", "name", "url", "thumbnailUrl"),
        *("width", "height", "seconds", "bytes", "hasAudio"),
    }
    assert (asset["kind"], asset["width"], asset["height"]) == ("image", 64, 96)


async def test_the_same_picture_is_the_same_asset(alice, asset, photo):
    assert (await send(alice, photo, name="again.png")).json()["id"] == asset["id"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"no picture", "unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "unsupported"),
        (b"GIF89a....", "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not_an_image"),
        (b"ffconcat version 1.0\nfile victim.mp4\n", "unsupported"),
    ],
)
async def test_what_is_no_picture_is_refused(alice, count_runs, content, problem):
    before = count_runs()

    response = await send(alice, content)

    assert response.status_code == 422
    assert (response.json()["code"], response.json()["problem"]) == ("invalid_media", problem)
    assert count_runs() == before


async def test_a_huge_picture_in_a_small_file_is_refused(alice):
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")

    response = await send(alice, file.getvalue())

    assert response.json()["problem"] == "too_many_pixels"


async def test_a_picture_of_more_than_20_megabytes_is_refused(alice):
    response = await send(alice, b"\x89PNG\r\n\x1a\n" + b"x" * 20_000_000)

    assert (response.status_code, response.json()["limit"]) == (413, 20_000_000)


async def test_an_upload_that_says_it_is_larger_than_any_clip_is_refused_unread(alice):
    response = await alice.post(
        "/api/assets",
        content=b"x",
        headers={"content-type": "multipart/form-data; boundary=x", "content-length": "600000000"},
    )

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.json()["limit"] >= 500_000_000


async def test_an_upload_is_a_form_with_a_file(alice, photo):
    json_body = await alice.post("/api/assets", json={"file": "x"})
    other_field = await send(alice, photo, field="picture")
    no_file = await alice.post(
        "/api/assets", data={"file": "text"}, files={"x": ("x", b"x", "image/png")}
    )

    assert (json_body.status_code, json_body.json()["code"]) == (415, "unsupported_media_type")
    assert (other_field.status_code, other_field.json()["field"]) == (422, "file")
    assert (no_file.status_code, no_file.json()["field"]) == (422, "file")


async def test_a_broken_form_is_told(alice):
    response = await alice.post(
        "/api/assets",
        content=b"--x\r\nnonsense",
        headers={"content-type": "multipart/form-data; boundary=y"},
    )

    assert response.status_code in (400, 422)
    assert response.json()["code"] in ("invalid_body", "invalid_input")


async def test_an_upload_needs_an_account(anybody, photo):
    assert (await send(anybody, photo)).status_code == 401


async def test_a_link_opens_the_picture_for_whoever_holds_it(anybody, asset):
    response = await anybody.get(asset["url"])

    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert len(response.content) == asset["bytes"]


async def test_a_file_cannot_do_anything_in_our_name(anybody, asset):
    headers = (await anybody.get(asset["url"])).headers

    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith('inline; filename="vidgenie-')
    assert "set-cookie" not in headers


async def test_a_download_is_saved_and_not_shown(anybody, asset):
    headers = (await anybody.get(f"{asset['url']}&d=1")).headers

    assert headers["content-disposition"].startswith('attachment; filename="vidgenie-')


async def test_a_browser_keeps_the_file(anybody, asset):
    first = await anybody.get(asset["url"])
    again = await anybody.get(asset["url"], headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "private, max-age=86400, immutable"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=5-", slice(5, None)), ("bytes=-7", slice(-7, None))],
)
async def test_a_player_gets_the_part_it_asks_for(anybody, asset, wanted, part):
    whole = (await anybody.get(asset["url"])).content

    response = await anybody.get(asset["url"], headers={"range": wanted})

    assert response.status_code == 206
    assert response.content == whole[part]
    assert response.headers["content-range"].endswith(f"/{len(whole)}")


async def test_a_part_that_is_not_there_is_told(anybody, asset):
    response = await anybody.get(asset["url"], headers={"range": "bytes=99999999-"})

    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{asset['bytes']}"


@pytest.mark.parametrize(
    "nonsense", ["lines=1-2", "bytes=", "bytes=9-2", "bytes=a-b", "bytes", f"bytes={'9' * 5000}-"]
)
async def test_a_range_nobody_can_read_is_none(anybody, asset, nonsense):
    response = await anybody.get(asset["url"], headers={"range": nonsense})

    assert response.status_code in (200, 416)


async def test_a_changed_file_is_sent_whole(anybody, asset):
    response = await anybody.get(
        asset["url"], headers={"range": "bytes=0-9", "if-range": '"another"'}
    )

    assert response.status_code == 200


async def test_the_head_alone_has_no_body(anybody, asset):
    response = await anybody.head(asset["url"])

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(asset["bytes"])


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.partition("?")[0],
        lambda url: url.replace("&s=", "&s=0"),
        lambda url: url.replace("?e=", "?e=9"),
        lambda url: url.replace("?e=", "?e=x"),
        lambda url: url.replace("?e=", "?e=" + "9" * 5000),
        lambda url: url.replace(".png", ".html"),
        lambda url: url.replace("/media/", "/media/../media/x"),
        lambda url: f"/media/{'0' * 32}.png?{url.partition('?')[2]}",
        lambda url: url.replace("&s=", "&s=%00"),
    ],
)
async def test_a_changed_link_opens_nothing(anybody, asset, change):
    response = await anybody.get(change(asset["url"]))

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_logo_keeps_what_is_transparent_and_a_picture_does_not(alice):
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(file, "PNG")
    sent = {"file": ("logo.png", file.getvalue(), "image/png")}

    kinds = {}
    for path in ("/api/assets", "/api/assets?transparent=true"):
        made = (await alice.post(path, files=sent)).json()
        stored = await alice.get(made["url"])
        with Image.open(io.BytesIO(stored.content)) as image:
            kinds[path] = (image.mode, image.getpixel((0, 0)))

    assert kinds["/api/assets"] == ("RGB", (255, 255, 255))
    assert kinds["/api/assets?transparent=true"] == ("RGBA", (255, 0, 0, 0))
