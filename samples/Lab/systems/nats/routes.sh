# A rule of a firewall resets the connections between the nodes.
[ -n "$UNDO" ] && { nft flush chain inet lab in; exit 0; }
nft add table inet lab && nft add chain inet lab in '{ type filter hook input priority 0; }'
for side in dport sport; do nft add rule inet lab in tcp $side '{ 6222, 6223 }' meta l4proto tcp reject with tcp reset; done
