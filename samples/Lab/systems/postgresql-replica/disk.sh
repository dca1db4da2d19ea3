# The file system of the data is full; the log of the primary goes on.
[ -n "$UNDO" ] && exec rm -f "$DIR/.ballast" "$DIR/.ballast2"
dd if=/dev/zero of="$DIR/.ballast" bs=64k 2>/dev/null
dd if=/dev/zero of="$DIR/.ballast2" bs=1k 2>/dev/null
exec psql -q -h 127.0.0.1 -U postgres postgres -c "SELECT pg_logical_emit_message(false, 'import', repeat(md5(i::text), 30000)) FROM generate_series(1, 70) i" >/dev/null
