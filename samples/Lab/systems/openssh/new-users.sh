# Three people join and log in for the first time.
[ -n "$UNDO" ] && exit 0
sh "$CONF/users.sh" mallory nina oscar
for i in 1 2 3; do
  for user in mallory nina oscar; do
    ssh -F "$DIR/ssh_config" -i "$DIR/keys/$user" -b 127.0.0.70 "$user@127.0.0.1" id >/dev/null 2>&1
    sleep 0.3
  done
done
