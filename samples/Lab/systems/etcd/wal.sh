# The member is killed, its log is damaged on the disk, and it does not come up; it gets its log back at the end.
if [ -n "$UNDO" ]; then rm -rf "$DIR/data/member/wal" && mv "$DIR/wal.good" "$DIR/data/member/wal"; exit 0; fi
pkill -KILL -f -- "^etcd --name $NAME "
sleep 0.5
cp -a "$DIR/data/member/wal" "$DIR/wal.good"
for file in "$DIR"/data/member/wal/*.wal; do printf 'damage' | dd of="$file" bs=1 seek=300 conv=notrunc 2>/dev/null; done
exec sh "$CONF/again.sh"
