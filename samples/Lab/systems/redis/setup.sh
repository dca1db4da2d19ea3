# Redis writes to its configuration, so each server has one of its own; the two differ in ports and folders alone.
cp "$SYSTEMS/redis/redis.conf" "$DIR/redis.conf"
cat "$CONF/local.conf" >>"$DIR/redis.conf"
chown redis: "$DIR/redis.conf"
