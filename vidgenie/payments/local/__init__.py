"""The embedded payment service: everything a real one does, but that no money moves."""

from vidgenie.payments.local.service import Local

__all__ = ["Local"]
