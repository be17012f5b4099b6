"""Labels for donors, chosen by what they gave. Nothing of packets is known here, and never will be."""
