"""What stands around the pages and knows none of them: places, the tray, the idle watch."""
