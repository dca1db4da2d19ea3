# The file system of the data fills up while an import runs.
[ -n "$UNDO" ] && exec rm -f "$DIR/.ballast" "$DIR/.ballast2"
. "$CONF/as-root.sh"
dd if=/dev/zero of="$DIR/.ballast" bs=64k 2>/dev/null
dd if=/dev/zero of="$DIR/.ballast2" bs=1k 2>/dev/null
for i in 1 2 3; do sql shop -e "INSERT INTO transfers (source, target, amount) SELECT 1 + seq % 2000, 1 + seq % 1999, 5 FROM seq_1_to_60000"; sleep 1; done
