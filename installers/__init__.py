"""How the program becomes something a person can install: bundles, packages, what is inside them, and proof.

This room builds and is never built in: nothing of the program imports it. It may start other programs
(PyInstaller, binutils, dpkg-deb, makensis), because that is its work; docs/packaging.md says what comes out.
"""
