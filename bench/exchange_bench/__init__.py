"""Measurements of the exchange and the replica, each beside the least it could cost."""
