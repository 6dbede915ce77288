"""Google's video models, by whichever key somebody has: the source documents' VO3."""

from vidgenie.providers.veo.provider import Veo

__all__ = ["Veo"]
