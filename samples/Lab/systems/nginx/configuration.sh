# An edit of the configuration, and a reload: configuration SED-EXPRESSION, in which a tilde stands for a space.
if [ -n "$UNDO" ]; then cp "$CONF/nginx.conf" "$DIR/nginx.conf"; else sed "$(echo "$1" | tr '~' ' ')" "$CONF/nginx.conf" >"$DIR/nginx.conf"; fi
kill -HUP "$(cat "$DIR/nginx.pid")"
