"""Billing: what is for sale, orders, subscriptions, invoices, and what payments told us."""
