"""OpenAI's test data."""

from dataclasses import replace

from tests.providers.cases import PICTURE, Case
from vidgenie.domain.ports.text import EnhanceRequest

CASES = {
    "text": Case(EnhanceRequest("a heron at dawn"), spec="openai"),
    "image": Case(PICTURE, replace(PICTURE, size=(512, 2048)), spec="openai"),
}
