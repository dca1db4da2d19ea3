# Connections that send their request a byte at a time and never end it: slow-clients N PORT
[ -n "$UNDO" ] && exit 0
exec perl -MIO::Socket::INET -e '
  my ($count, $port) = @ARGV;
  $SIG{PIPE} = "IGNORE";
  while (1) {
    my @open = grep { defined } map { IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, LocalAddr => "127.68.0." . (1 + $_ % 9)) } 1 .. $count;
    print $_ "GET /docs/1.html HTTP/1.1\r\nHost: site.internal\r\nUser-Agent: Mozilla/4.0 (compatible; MSIE 8.0)\r\n" for @open;
    $_->flush for @open;
    for my $i (1 .. 12) { select undef, undef, undef, 0.25; for (@open) { print $_ "X-$i: b\r\n"; $_->flush } }
    close $_ for @open;
  }' "$1" "$2"
