# The index file of a table is damaged on the disk.
. "$CONF/as-root.sh"
if [ -n "$UNDO" ]; then sql shop -e "REPAIR TABLE sessions" >/dev/null; exit 0; fi
sql shop -e "FLUSH TABLES sessions"
dd if=/dev/urandom of="$DIR/data/shop/sessions.MYI" bs=1024 seek=1 count=12 conv=notrunc 2>/dev/null
dd if=/dev/urandom of="$DIR/data/shop/sessions.MYD" bs=1024 seek=20 count=10 conv=notrunc 2>/dev/null
