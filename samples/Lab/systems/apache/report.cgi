#!/bin/sh
# A report that takes its time; one in fifty writes a warning, as old scripts do.
case $QUERY_STRING in
*slow*) sleep 4 ;;
*month=1[0-2]*) sleep 0.6; echo "report: no data for ${QUERY_STRING#*month=}, using previous month" >&2 ;;
*) sleep 0.1 ;;
esac
printf 'Content-Type: text/plain\r\n\r\nreport %s\n' "$QUERY_STRING"
