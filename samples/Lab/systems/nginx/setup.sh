# A shop's pages, a certificate, and what nginx writes to.
set -e
cp "$CONF/nginx.conf" "$DIR/nginx.conf"
sh "$CONF/issue.sh" "$DIR" -1d 60
mkdir -p "$DIR/tmp" "$DIR/cache" "$DIR/v1/products" "$DIR/v1/assets" "$DIR/v1/images"
text() { head -c "$1" /dev/zero | tr '\0' 'a'; }
echo "<h1>shop</h1>$(text 3000)" >"$DIR/v1/index.html"
for i in $(seq 1 300); do echo "<h1>product $i</h1>$(text $((500 + i * 7919 % 6000)))" >"$DIR/v1/products/$i.html"; done
for i in $(seq 1 200); do text $((900 + i * 6007 % 30000)) >"$DIR/v1/images/$i.jpg"; done
for i in app vendor checkout; do text 14000 >"$DIR/v1/assets/$i.js"; text 5000 >"$DIR/v1/assets/$i.css"; done
ln -s v1 "$DIR/www"
