set -e
cp "$CONF/mosquitto.conf" "$CONF/acl" "$DIR"
: >"$DIR/passwords"
for user in sensors app; do mosquitto_passwd -b "$DIR/passwords" $user $user; done
chown mosquitto: "$DIR/passwords" "$DIR/acl" "$DIR/mosquitto.conf"
SETUP=1 sh "$CONF/certificate.sh"
