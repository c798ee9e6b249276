"""How a repository is reached: the only files of this room that know a disk or a network."""
