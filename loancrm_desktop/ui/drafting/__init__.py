"""What designers share: steps back and forth over a document, its kept draft."""
