# Issues a certificate for 127.0.0.1, of an authority that is made first: issue.sh FOLDER START-OFFSET DAYS
set -e
cd "$1"
[ -f ca.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 400 -subj '/O=Shop/CN=Shop authority' 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout next.key -out next.csr -subj '/CN=shop.internal' 2>/dev/null
echo 'subjectAltName=IP:127.0.0.1,DNS:shop.internal' >next.ext
LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME="$2" openssl x509 -req -in next.csr -CA ca.pem -CAkey ca.key -days "$3" -extfile next.ext -out next.pem 2>/dev/null
mv next.key server.key && mv next.pem server.pem
cat server.pem server.key >both.pem
chmod 0644 ca.pem
