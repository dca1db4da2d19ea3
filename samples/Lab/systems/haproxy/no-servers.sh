# A wrong rule of a firewall: connections to all servers are reset.
if [ -n "$UNDO" ]; then exec nft flush chain inet lab in; fi
nft add table inet lab
nft add chain inet lab in '{ type filter hook input priority 0; }'
nft add rule inet lab in tcp dport 8081-8083 reject with tcp reset
nft add rule inet lab in tcp sport 8081-8083 reject with tcp reset
