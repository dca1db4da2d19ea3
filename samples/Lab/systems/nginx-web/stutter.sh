# It runs only a part of the time, as on a machine that is short of processors.
processes="$(cat "$DIR/nginx.pid") $(pgrep -P "$(cat "$DIR/nginx.pid")")"
if [ -n "$UNDO" ]; then kill -CONT $processes; exit 0; fi
while :; do kill -STOP $processes; sleep 0.7; kill -CONT $processes; sleep 0.1; done
