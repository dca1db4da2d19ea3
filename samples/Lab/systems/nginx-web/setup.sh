# A web service on port 808N, N being the last digit of its name, with answers of many sizes.
set -e
case $NAME in *[0-9]) port=808${NAME#"${NAME%?}"} ;; *) port=8081 ;; esac
echo "$port" >"$DIR/port"
sed "s|@NAME@|$NAME|g; s|@PORT@|$port|g" "$CONF/nginx.conf" >"$DIR/nginx.conf"
mkdir -p "$DIR/tmp" "$DIR/data" "$DIR/www"
echo ok >"$DIR/www/health"
for i in $(seq 0 99); do
  head -c $((40 + (i * 7919 + 13) % 3900)) /dev/zero | tr '\0' 'x' | sed 's/.*/{"note":"&"}/' >"$DIR/data/$i.json"
done
head -c 24000 /dev/zero | tr '\0' '7' >"$DIR/data/report.csv"
