"""The screens: the only package that knows Qt.

Views are dumb, presenters are plain Python over small protocols, work leaves the
window's thread only through `StoreWorker.run` and `SyncWorker.request`, and results
come back as frozen values to a slot of an object that lives on the window's thread.
Everything is put together in `desktop/app.py` and nowhere else.
"""

from desktop.lasting_constants import keep_constants_alive

keep_constants_alive()
