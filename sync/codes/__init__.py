"""Codes on cards and door plates: signed, short, ASCII, checked without a network."""
