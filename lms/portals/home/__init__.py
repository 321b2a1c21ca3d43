"""The merged Hôm nay of people with several roles."""
