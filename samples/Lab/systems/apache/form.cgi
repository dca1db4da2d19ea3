#!/bin/sh
# A contact form that keeps what it is sent.
body=$(head -c 600)
case $QUERY_STRING in *lang=xx*) echo "form: no translation for language xx" >&2; exit 1 ;; esac
printf 'Content-Type: text/plain\r\n\r\nthanks for %s bytes\n' "${#body}"
