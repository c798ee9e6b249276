"""Joins each page's view, presenter and collaborators to the desk; nothing is decided here."""
