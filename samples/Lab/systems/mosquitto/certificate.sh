# A certificate of the server: begins in DAYS (-400 for one that has expired), valid for 90 days; then the server reads it.
set -e
days=${1:-+0}
[ -n "$UNDO" ] && { [ "$days" = +0 ] && exit 0; days=+0; }
run() { env ${days:+LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME=${days}d} "$@"; }
cd "$DIR"
[ -f ca.key ] || openssl req -x509 -newkey rsa:2048 -nodes -subj '/O=Lab/CN=Lab CA' -days 3650 -keyout ca.key -out ca.crt 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>/dev/null
run openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 90 -out server.crt 2>/dev/null
chown mosquitto: server.key server.crt
[ -n "$SETUP" ] || UNDO= sh "$CONF/reload.sh"
