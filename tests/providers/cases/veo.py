"""Test data of Google's clips."""

from dataclasses import replace

from tests.providers.cases import CLIP, Case

CASES = {"video": Case(CLIP, replace(CLIP, seconds=30), sees_credit=False)}
