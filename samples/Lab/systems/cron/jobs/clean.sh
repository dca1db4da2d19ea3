find /srv/cron/data -name '*.old' -delete
logger -t clean "$(find /srv/cron/data -type f | wc -l) files kept"
