"""The command line: each module has one command, named as the module is."""
