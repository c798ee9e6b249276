"""Whose key is whose: this device's own, everybody's in the signed registry, and how one joins."""
