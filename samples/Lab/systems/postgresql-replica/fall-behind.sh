# The replica is cut off while the primary writes so much that what the replica would need is thrown away. A new copy ends it.
if [ -n "$UNDO" ]; then UNDO=1 sh "$CONF/cut.sh"; exec sh "$CONF/copy.sh"; fi
sh "$CONF/cut.sh"
psql -q -h 127.0.0.1 -U postgres postgres -c "SELECT pg_logical_emit_message(false, 'import', repeat(md5(i::text), 30000)) FROM generate_series(1, 120) i" -c "CHECKPOINT" >/dev/null
sleep 0.5
UNDO=1 sh "$CONF/cut.sh"
