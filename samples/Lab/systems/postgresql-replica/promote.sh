# The replica is promoted by mistake: it does not follow any more. A new copy ends it.
[ -n "$UNDO" ] && exec sh "$CONF/copy.sh"
exec psql -q -h 127.0.0.1 -p 5433 -U postgres postgres -c "SELECT pg_promote(false)"
