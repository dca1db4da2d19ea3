# The password of the meters is changed before they know it.
mosquitto_passwd -b "$DIR/passwords" sensors "$([ -n "$UNDO" ] && echo sensors || echo rotated)" && UNDO= sh "$CONF/reload.sh"
