"""Joining a platform: the screen that takes an invitation, and the exchange that starts with it."""
