"""Staff: who they are, what each role may do, and the guard at every door of theirs."""
