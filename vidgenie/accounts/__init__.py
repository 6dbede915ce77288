"""Accounts: who people are, how they sign in, and how often they may try."""
