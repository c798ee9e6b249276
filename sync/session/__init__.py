"""What happens next in a sync, decided without touching the world: events in, commands out."""
