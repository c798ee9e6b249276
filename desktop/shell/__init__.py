"""The frame around the pages: rail, top bar, navigation, and the locked door in front."""
