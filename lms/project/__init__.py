"""The frame: settings, urls, servers, the table of reactions, the sweep."""
