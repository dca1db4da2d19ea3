# An edit of the configuration, and a reload: configuration SED-EXPRESSION, in which a tilde stands for a space.
if [ -n "$UNDO" ]; then cp "$CONF/haproxy.cfg" "$DIR/haproxy.cfg"; else sed "$(echo "$1" | tr '~' ' ')" "$CONF/haproxy.cfg" >"$DIR/haproxy.cfg"; fi
kill -USR2 "$(head -1 "$DIR/haproxy.pid")"
