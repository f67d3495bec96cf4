"""What is put on paper: the page, its look before it is printed, and who may."""
