"""What a process that runs for long tells of itself: events for its log, and figures made of them."""
