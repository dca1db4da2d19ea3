# The file system of the data fills up while an import runs.
[ -n "$UNDO" ] && exec rm -f "$DIR/.ballast" "$DIR/.ballast2"
dd if=/dev/zero of="$DIR/.ballast" bs=64k 2>/dev/null
dd if=/dev/zero of="$DIR/.ballast2" bs=1k 2>/dev/null
for i in 1 2 3; do psql -q -h 127.0.0.1 -U postgres postgres -c "INSERT INTO transfers (source, target, amount) SELECT 1 + i % 2000, 1 + i % 1999, 5 FROM generate_series(1, 60000) i"; sleep 1; done
