"""Info packets: who asked for one, and the links and labels they go out by.

Asking is health data: nothing of a request leaves this room."""
