"""Speaking to Providers' services: one request, and what its answer, or its silence, means."""

from vidgenie.wire.answers import at, decode, inline, inlined, items, read_json
from vidgenie.wire.service import File, Service

__all__ = ["File", "Service", "at", "decode", "inline", "inlined", "items", "read_json"]
