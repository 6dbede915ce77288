"""Stability's test data."""

from dataclasses import replace

from tests.providers.cases import PICTURE, Case

CASES = {"image": Case(PICTURE, replace(PICTURE, size=(2048, 2048)))}
