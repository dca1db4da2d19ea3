# flood.sh N: connections that say nothing until they are ended.
[ -n "$UNDO" ] && exit 0
exec perl -MIO::Socket::INET -e 'for my $i (1 .. shift) { push @open, IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => 22, LocalAddr => "127.68.0." . ($i % 9 + 1)); select(undef, undef, undef, 0.01) } sleep 60' "$1"
