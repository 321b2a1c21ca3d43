"""Makers of test data, a module a storey. They use the rooms' actions wherever there is one."""
