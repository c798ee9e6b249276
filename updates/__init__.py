"""New versions of the program: signed by people, taken by rings, put in place so that there is a way back.

One repository is made in an office and read from a web server or a folder on a stick; the signatures
are the same, and whoever carries it can neither change, mix nor hold back what it says without being
noticed (The Update Framework, specification 1.0). What a device does with a release is decided by
values (`choosing`); files are fetched piece by piece and go on after an interruption (`fetching`); a
version is put beside the present one and counts once it has started and found itself well (`installed`).

Promises: nothing is applied that enough of the publisher's keys did not sign; nothing older ever takes
the place of something newer; a version that does not start leaves the one before it running; and no
update is applied that could not carry work this computer has not handed in yet.
"""
