# A release with an error: carts and orders fail.
if [ -n "$UNDO" ]; then mv "$DIR/before.conf" "$DIR/nginx.conf"; else cp "$DIR/nginx.conf" "$DIR/before.conf" && sed -i 's/return 20[01] .*\(items\|order\).*/return 500 '"'"'{"error":"null reference"}'"'"';/' "$DIR/nginx.conf"; fi
kill -HUP "$(cat "$DIR/nginx.pid")"
