# What an operator runs every night: a copy of the site, fetched over the network too.
[ -n "$UNDO" ] && exit 0
tar cf "$DIR/backup.tar" -C "$DIR" www-1 files && rm -f "$DIR/backup.tar"
for i in $(seq 1 120); do printf 'url = "http://127.0.0.1/docs/%s.html"\noutput = /dev/null\n' "$i"; done | curl -s -A 'Wget/1.21.3' --interface 127.40.0.2 -K -
