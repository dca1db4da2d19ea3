# Two devices have the same id and throw each other out.
[ -n "$UNDO" ] && exit 0
twin() { while :; do mosquitto_sub -u app -P app -i thermostat-17 -t 'homes/17/#' -W 2 >/dev/null 2>&1; sleep 0.3; done; }
twin &
sleep 0.5
twin
