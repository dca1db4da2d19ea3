# With PORT_TAKEN=1 a forgotten process holds the port before the server starts.
[ -f "$DIR/holder" ] && kill "$(cat "$DIR/holder")" 2>/dev/null && rm -f "$DIR/holder"
if [ -n "$PORT_TAKEN" ]; then
  perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => shift, Listen => 50, ReuseAddr => 1) or die "$!"; while ($c = $s->accept) { close $c }' "${HELD_PORT:-443}" &
  echo $! >"$DIR/holder"
  until [ -n "$(ss -Hltn "sport = :${HELD_PORT:-443}")" ]; do sleep 0.1; done
fi
