# The daemon that starts the scripts is killed: the child that has no threads of its own.
[ -n "$UNDO" ] && exit 0
for child in $(pgrep -P "$(cat "$DIR/apache2.pid")"); do
  [ "$(ls "/proc/$child/task" | wc -l)" -eq 1 ] && kill -KILL "$child"
done
exit 0
