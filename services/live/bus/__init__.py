"""What carries frames from the publisher to everybody: in the process, on the machine, between machines."""
