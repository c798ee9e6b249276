"""Deciding between values two people wrote: what differs, whose word each is, and one choice for each."""
