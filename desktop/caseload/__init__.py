"""采集档案: the people this computer keeps, found by a few letters, each with its whole story.

Rows and pages leave the replica as frozen values with names masked; full values are
used for finding only and never painted.
"""
