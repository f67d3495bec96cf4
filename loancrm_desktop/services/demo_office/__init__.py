"""What a demo office is made of: fictional people, their cases, and how they are acted out."""
