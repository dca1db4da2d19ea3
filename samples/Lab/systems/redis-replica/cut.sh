# Nothing passes between primary and replica any more; clients of both reach them as before.
[ -n "$UNDO" ] && exec nft flush chain inet lab in
nft add table inet lab
nft add chain inet lab in '{ type filter hook input priority 0; }'
nft add rule inet lab in ip daddr 127.0.0.2 tcp dport 6379 drop
nft add rule inet lab in ip saddr 127.0.0.2 tcp sport 6379 drop
