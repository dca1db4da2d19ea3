set -e
gzip -c /srv/cron/data/orders >/srv/cron/data/orders.gz && mv /srv/cron/data/orders.gz /srv/cron/data/orders.old
logger -t backup "orders: $(stat -c %s /srv/cron/data/orders) bytes saved"
