"""Stripe: Checkout for Packs and Plans, its customer portal, and what it tells us."""

from vidgenie.payments.stripe.service import Stripe

__all__ = ["Stripe"]
