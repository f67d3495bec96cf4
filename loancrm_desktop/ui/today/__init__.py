"""Today: the queue of what to do now, the bar that writes it down, the agenda, the news."""
