# mode.sh MODE: what it answers is wrong in that way.
[ -n "$UNDO" ] && rm -f "$DIR/mode" || echo "$1" >"$DIR/mode"
