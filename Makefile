# Two commands do it all: `make run` and `make test`.
