"""What every view shares: forms, errors, headers, filters, mail rendering."""
