"""Where prices come from; one public module is one feed."""
