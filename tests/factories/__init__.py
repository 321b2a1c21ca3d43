"""Makers of test data, a module a layer. They use the apps' actions wherever there is one."""
