# Log rotation, as logrotate does it.
[ -n "$UNDO" ] && exit 0
mv "$LOG/mosquitto.log" "$LOG/mosquitto.log.1" && sh "$CONF/reload.sh"
