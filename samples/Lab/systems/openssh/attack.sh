# attack.sh NETWORK PER-SECOND NAME…: password guesses for those names from addresses of that network.
[ -n "$UNDO" ] && exit 0
network=$1 pause=$(echo "$2" | awk '{ print 1 / $1 }')
shift 2
i=0
while :; do
  for name in "$@"; do
    i=$((i + 1))
    sshpass -p "guess$i" ssh -F "$DIR/ssh_config" -o PubkeyAuthentication=no -b "127.$network.$((i % 5)).$((i % 7 + 1))" "$name@127.0.0.1" id >/dev/null 2>&1 &
    sleep "$pause"
  done
done
