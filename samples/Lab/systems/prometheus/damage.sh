# What a torn write leaves behind in the write-ahead log, when DAMAGE is asked for.
[ -n "$DAMAGE" ] || exit 0
segment=$(ls "$DIR"/data/wal/0* | tail -1)
printf 'torn write, torn write, torn write' | dd of="$segment" bs=1 seek=20000 conv=notrunc 2>/dev/null
