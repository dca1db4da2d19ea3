# For cron a minute has six seconds, so that its days fit; the log has the time of the host.
set -e
echo '+0 x10' >"/srv/clock/$NAME"
mount -t tmpfs -o mode=0755 cron /var/spool/cron && mkdir -m 1730 /var/spool/cron/crontabs
mkdir "$DIR/cron.d" "$DIR/data" && cp "$CONF/jobs.cron" "$DIR/cron.d/jobs" && cp -r "$CONF/jobs" "$DIR/" && touch "$DIR/crontab"
head -c 200000 /dev/urandom >"$DIR/data/orders"
mount --bind "$DIR/cron.d" /etc/cron.d && mount --bind "$DIR/crontab" /etc/crontab
