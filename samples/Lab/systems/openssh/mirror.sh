# The nightly copy: many files, one session each.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 25); do
  echo "put $DIR/upload.bin in/night-$((i % 10)).bin" | sftp -q -F "$DIR/ssh_config" -i "$DIR/keys/backup" -o BindAddress=127.0.1.23 -b - backup@127.0.0.1 >/dev/null 2>&1
done
