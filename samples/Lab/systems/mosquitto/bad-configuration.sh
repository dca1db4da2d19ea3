# A configuration with a mistake is loaded.
if [ -n "$UNDO" ]; then cp "$CONF/mosquitto.conf" "$DIR/mosquitto.conf"; else sed -i 's/^max_queued_messages .*/max_queued_message 400/' "$DIR/mosquitto.conf"; fi
UNDO= sh "$CONF/reload.sh"
