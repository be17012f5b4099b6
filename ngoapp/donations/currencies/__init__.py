"""In which currencies people may give online, and what a card payment in each of them costs."""
