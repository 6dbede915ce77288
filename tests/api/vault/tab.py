"""A page with an unlocked vault, and the Provider its keys are for."""

import base64

from tests.api.fakes import PaidPen
from tests.api.test_events import DRAWN
from tests.vault.browser import Browser
from vidgenie.domain.ports.declared import KeyForm
from vidgenie.vault.grants import KeyRequest
from vidgenie.vault.recipients import Recipient

KEY = "sk-canary-1234"


class LockedPen(PaidPen):
    """Writes for whoever has the key."""

    title = "Locked Pen"
    key_form = KeyForm(name="VG_NO_SUCH_VARIABLE", example="sk-...", url="https://example.com")

    def __init__(self):
        self.keys = []

    async def enhance(self, request, call):
        self.keys.append(call.key)
        return await super().enhance(request, call)


class Tab:
    """A page with an unlocked vault, talking to the server as `client`."""

    def __init__(self, client, account):
        self.client = client
        self.vault = Browser(account.id)

    def body(self, generation, *, recovery=True):
        wrapping = self.vault.wrapping(generation, recovery=recovery)
        body = {
            "kdf": wrapping.kdf,
            "kdfParams": wrapping.kdf_params,
            "salt": b64(wrapping.salt),
            "wrappedKey": b64(wrapping.wrapped_key),
        }
        return body | ({"wrappedKeyRecovery": b64(wrapping.recovery)} if recovery else {})

    async def create(self):
        return await self.client.post("/api/vault", json=self.body(1))

    def key_body(self, key=KEY, *, generation=1, provider="openai"):
        secret_id, blob = self.vault.seal(provider, key, generation=generation)
        return {
            "secretId": secret_id,
            "generation": generation,
            "blob": b64(blob),
            "last4": key[-4:],
        }

    async def put(self, key=KEY, **options):
        body = self.key_body(key, **options)
        return await self.client.put("/api/vault/keys/openai", json=body)

    async def requests(self):
        return (await self.client.get("/api/vault/requests")).json()["requests"]

    def grant_body(self, request, key=None):
        """The answer to a request, from what is in it alone."""
        key = key or self.vault.open(
            request["provider"],
            request["secretId"],
            request["generation"],
            base64.b64decode(request["blob"]),
        )
        to = request["recipient"]
        recipient = Recipient(to["id"], to["kind"], base64.b64decode(to["publicKey"]), None)
        asked = KeyRequest(
            request["workflowId"], "", request["provider"], recipient, request["expiresAt"]
        )
        return {
            "workflowId": request["workflowId"],
            "provider": request["provider"],
            "recipientId": to["id"],
            "expiresAt": request["expiresAt"],
            "blob": b64(self.vault.grant(asked, key).blob),
        }

    async def grant(self, request):
        return await self.client.post("/api/vault/grants", json=self.grant_body(request))


def b64(value):
    return base64.b64encode(value).decode()


async def a_run(client):
    """A Run that is queued."""
    return (await client.post("/api/workflow/execute", json=DRAWN)).json()["workflowId"]


def problem(answer):
    """(status, code, field, problem) of a refusal."""
    body = answer.json()
    return answer.status_code, body["code"], body.get("field"), body.get("problem")
