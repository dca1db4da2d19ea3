# It is killed, and its append-only file is damaged in the middle; it does not start until it is mended.
kill -KILL "$(cat "$DIR/redis.pid")" 2>/dev/null
file=$(ls "$DIR"/appendonlydir/*.incr.aof | tail -1)
[ -n "$UNDO" ] && { yes | redis-check-aof --fix "$DIR/appendonlydir/appendonly.aof.manifest"; exit 0; }
sleep 0.5
size=$(stat -c %s "$file")
printf 'damaged on the disk' | dd of="$file" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
for i in 1 2 3; do setpriv --reuid redis --regid redis --init-groups redis-server "$DIR/redis.conf" >>"$LOG/redis.log" 2>&1; sleep 1; done
