# The replica takes over on purpose, as for work on the host, and gives the role back.
if [ -n "$UNDO" ]; then port=6380; to="127.0.0.2 6379"; else port=6379; to="127.0.0.3 6380"; fi
. "$CONF/cli.sh"
redis -p $port failover to $to timeout 2000
for i in $(seq 50); do redis -p $port info replication | grep -q role:slave && break; sleep 0.1; done
