"""The search box for other sites: its source, and the one file that they load."""
