"""The job sync systems are compared on, done with ours: people, devices, a server process, measuring."""
