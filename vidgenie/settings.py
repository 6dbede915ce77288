"""Settings, read once from the environment and then frozen."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

_PREFIX = "VIDGENIE_"
# Source document 2 names these two without a prefix.
_BARE = {"video_provider": "VIDEO_PROVIDER", "video_provider_fallback": "VIDEO_PROVIDER_FALLBACK"}
ROLES = ("all", "web", "worker")
PAYMENTS = ("", "local", "stripe", "off")
VAULT_DEFAULTS = ("managed", "sealed", "sealed_only")
_LONGEST_NAME = 64
_SWITCH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can change without touching code.

    Each field is read from VIDGENIE_<FIELD>, but for `video_provider` and
    `video_provider_fallback`, whose variables have no prefix. The defaults run
    the product offline on one machine, with no key.

    home: data folder: database, media, secrets.
    database_url: SQLAlchemy URL, sqlite:///... or postgresql://...; empty = a
        SQLite file in `home`.
    public_url: origin people type in their browser; empty = http://host:port.
    role: all (web and worker in one process), web, or worker.
    video_provider: who makes clips for Accounts that have not chosen.
    video_provider_fallback: who takes over for them when that one fails; empty = nobody.
    login_burst: log-in attempts allowed at once for one e-mail address.
    registrations_per_hour: new Accounts taken from one address in an hour.
    run_limit: Runs of one Account that may execute at the same time.
    runs_per_hour: Runs one Account may start in an hour.
    node_timeout: seconds one Node may take.
    heartbeat: seconds between two signs of life of a process.
    executor_ttl: seconds of silence after which another process takes its Runs over.
    secret: what links to media are signed with, at least 32 characters, the same on
        every machine; empty = made at the first start and kept in `home`.
    environment: name of this installation, as production or staging; keys stored in
        one do not open in another.
    master_key: what stored provider keys are locked with: base64 of 32 bytes, or
        several as "2:...,1:..." while one is being replaced; empty = files in
        `home/keys`, the first made at the first start.
    vault_default: managed (this server opens keys for Runs), sealed (only the
        browser can, people may choose otherwise) or sealed_only.
    require_admin_totp: admins do nothing as admins without a second factor.
    smtp_url: smtp://user:password@host:587 (STARTTLS) or smtps://...:465; empty =
        e-mails stay in the outbox page of the admins.
    mail_from: sender of the e-mails.
    redis_url: redis://...; empty = rate limits are kept in the database.
    payments: who takes money: local (a page of ours to try everything with, no money
        moves), stripe, or off (nothing is for sale); empty = stripe when there is a key
        for it, else local.
    stripe_secret_key: sk_live_..., sk_test_... or a restricted key, from Stripe's
        dashboard.
    stripe_webhook_secret: whsec_..., of the webhook that sends to
        /api/webhooks/stripe.
    stripe_base_url: where Stripe's API is; empty = api.stripe.com.
    private_addresses: people may type in addresses of this network for servers they
        run themselves (Ollama, ComfyUI...); else only public ones.
    base_urls: Provider slug -> base URL, from VIDGENIE_<SLUG>_BASE_URL.
    """

    home: Path = Path(".vidgenie")
    database_url: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    role: str = "all"
    video_provider: str = "local"
    video_provider_fallback: str = ""
    login_burst: int = 10
    registrations_per_hour: int = 5
    run_limit: int = 5
    runs_per_hour: int = 60
    node_timeout: int = 300
    heartbeat: float = 2.0
    executor_ttl: float = 15.0
    secret: str = field(default="", repr=False)
    environment: str = "production"
    master_key: str = field(default="", repr=False)
    vault_default: str = "managed"
    require_admin_totp: bool = False
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "VidGenie <vidgenie@localhost>"
    redis_url: str = field(default="", repr=False)
    payments: str = ""
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)
    stripe_base_url: str = ""
    private_addresses: bool = False
    base_urls: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Refuse what cannot work, at start and not at the first Run."""
        if self.role not in ROLES:
            raise ValueError(f"VIDGENIE_ROLE must be one of {', '.join(ROLES)}, got {self.role!r}")
        if self.payments not in PAYMENTS:
            wanted = ", ".join(PAYMENTS[1:])
            raise ValueError(f"VIDGENIE_PAYMENTS must be one of {wanted}, got {self.payments!r}")
        if self.payments == "stripe" and not self.stripe_secret_key:
            raise ValueError("VIDGENIE_PAYMENTS=stripe needs VIDGENIE_STRIPE_SECRET_KEY")
        if not 0 < len(self.environment) <= _LONGEST_NAME:
            raise ValueError(f"VIDGENIE_ENVIRONMENT has 1 to {_LONGEST_NAME} characters")
        if self.vault_default not in VAULT_DEFAULTS:
            wanted = ", ".join(VAULT_DEFAULTS)
            raise ValueError(
                f"VIDGENIE_VAULT_DEFAULT must be one of {wanted}, got {self.vault_default!r}"
            )

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables that are set; keep defaults for the rest."""
        given: dict[str, object] = {}
        for name, default in _defaults().items():
            text = env.get(_BARE.get(name, _PREFIX + name.upper()), "")
            if text:
                convert = _switch if isinstance(default, bool) else type(default)
                given[name] = cast("Callable[[str], object]", convert)(text)
        suffix = "_BASE_URL"
        given["base_urls"] = {
            key[len(_PREFIX) : -len(suffix)].lower(): url.rstrip("/")
            for key, url in env.items()
            if key.startswith(_PREFIX) and key.endswith(suffix) and url
        }
        return cls(**given)  # pyright: ignore[reportArgumentType]  # each value has its default's type

    @property
    def database(self) -> str:
        """The URL to connect to."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'vidgenie.db'}"

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def _defaults() -> dict[str, object]:
    """Setting name -> default, for the settings one variable fills."""
    plain = Settings()
    names = Settings.__dataclass_fields__
    return {name: getattr(plain, name) for name in names if name != "base_urls"}


def _switch(text: str) -> bool:
    try:
        return _SWITCH[text.strip().lower()]
    except KeyError:
        raise ValueError(f"write true or false, not {text!r}") from None
