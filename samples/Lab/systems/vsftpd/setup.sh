# What anyone may fetch, and where partners put their files.
set -e
mkdir "$DIR/pub" "$DIR/in" "$DIR/empty" && chmod 0777 "$DIR/in"
echo welcome >"$DIR/pub/welcome.txt" && head -c 60000 /dev/urandom >"$DIR/pub/catalogue.bin" && head -c 20000 /dev/urandom >"$DIR/upload.bin"
for i in $(seq 1 28); do
  cp "$DIR/upload.bin" "$DIR/in/orders-$i.bin"
done
install -m 0600 "$CONF/vsftpd.conf" "$DIR/vsftpd.conf"
