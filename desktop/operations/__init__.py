"""What the program can do to the replica: plain functions of an open store, run on the store thread.

One act of the officer is one transaction (P1). Nothing here knows a widget, a clock
or a network; what a screen shows of a person leaves here masked.
"""
