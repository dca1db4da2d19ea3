# An edit of the configuration, and a graceful restart without a test: configuration SED-EXPRESSION, in which a tilde stands for a space.
if [ -n "$UNDO" ]; then cp "$CONF/apache2.conf" "$DIR/apache2.conf"; else sed -i "$(echo "$1" | tr '~' ' ')" "$DIR/apache2.conf" && kill -USR1 "$(cat "$DIR/apache2.pid")"; fi
