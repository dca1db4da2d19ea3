# The password of the replication is rotated on the primary only.
. "$CONF/cli.sh"
if [ -n "$UNDO" ]; then redis acl setuser replicator resetpass ">replicator"; exit 0; fi
redis acl setuser replicator resetpass ">rotated"
redis client kill type replica
