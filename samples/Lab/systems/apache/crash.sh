# A child ends by a signal: crash SEGV|ABRT
[ -n "$UNDO" ] || kill -"$1" "$(pgrep -P "$(cat "$DIR/apache2.pid")" -n)"
