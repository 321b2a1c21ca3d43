# Two commands do it all: `make run` and `make test`. The others are for those who work on the code.
SHELL := /bin/bash
PY := .venv/bin/python
LOCALE := lms/project/locale

.PHONY: messages
messages: ## merge the catalogues of the rooms and compile them
	@flock var/messages.lock sh -c 'msgcat --use-first --sort-output $(LOCALE)/parts/*.po -o $(LOCALE)/vi/LC_MESSAGES/django.po && msgfmt --check-format $(LOCALE)/vi/LC_MESSAGES/django.po -o $(LOCALE)/vi/LC_MESSAGES/django.mo'
