"""Does this copy of the program work on this computer: everything it carries is opened once.

Made for whoever has just built, installed or copied it. It touches no records: what it
writes goes into a temporary folder that is gone afterwards, and nothing is sent anywhere.
"""
