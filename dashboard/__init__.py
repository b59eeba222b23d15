"""The frame that pages, API, jobs and commands stand in."""
