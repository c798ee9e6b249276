"""The counter of a gig station: one worker after the other, a scan and a few keys each.

It fills the shipped form for gig workers through the same drafts, rules and submissions as every
other form; what is its own is the order of asking, and that it never makes anybody wait.
"""
