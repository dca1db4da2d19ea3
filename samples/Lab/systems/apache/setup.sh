# A site: documents, an area with passwords, scripts, and shared files.
set -e
cp "$CONF/apache2.conf" "$DIR/apache2.conf"
mkdir -p "$DIR/run" "$DIR/cgi" "$DIR/files" "$DIR/www-1/docs" "$DIR/www-1/assets" "$DIR/www-1/admin" "$DIR/www-1/downloads"
text() { head -c "$1" /dev/zero | tr '\0' 'a'; }
echo "<h1>site</h1>$(text 2000)" >"$DIR/www-1/index.html"
for i in $(seq 1 300); do echo "<h1>chapter $i</h1>$(text $((600 + i * 7919 % 7000)))" >"$DIR/www-1/docs/$i.html"; done
for i in logo banner hero; do text 9000 >"$DIR/www-1/assets/$i.png"; done
for i in site print; do text 4000 >"$DIR/www-1/assets/$i.css"; text 11000 >"$DIR/www-1/assets/$i.js"; done
for i in $(seq 1 20); do text $((i * 5000)) >"$DIR/www-1/downloads/guide-$i.pdf"; done
for i in users jobs settings; do echo "<h1>$i</h1>$(text 1500)" >"$DIR/www-1/admin/$i.html"; done
echo 'RewriteEngine On
RewriteRule ^chapter-([0-9]+)$ /docs/$1.html [R=302,L]' >"$DIR/www-1/docs/.htaccess"
ln -s www-1 "$DIR/www"
echo 'editor:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=' >"$DIR/users"
cp "$CONF/report.cgi" "$CONF/form.cgi" "$DIR/cgi/" && chmod 0755 "$DIR/cgi/"*
chown -R www-data: "$DIR/files" "$DIR/run"
