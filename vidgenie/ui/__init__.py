"""Shared components, texts, design tokens and sessions; knows no page."""
