# No member reaches another.
[ -n "$UNDO" ] && { nft flush chain inet lab in; exit 0; }
nft add table inet lab && nft add chain inet lab in '{ type filter hook input priority 0; }'
nft add rule inet lab in tcp dport '{ 2380, 22380, 32380 }' drop && nft add rule inet lab in tcp sport '{ 2380, 22380, 32380 }' drop
