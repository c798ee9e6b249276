"""Joining what two people wrote about one record: pure, the same on device and platform."""
