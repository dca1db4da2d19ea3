# A program of the house: as "app" it counts requests for Prometheus, as "archive" it takes what Prometheus sends on, as "pager" it takes alerts. What
# /srv/NAME/mode says changes what it answers.
use strict;
use warnings;
use IO::Socket::INET;

my ($name, $what) = @ARGV;
my $port = { app => 9201, archive => 9202, pager => 9203 }->{$name};
if ($what) { print "$port\n"; exit }
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Listen => 50, ReuseAddr => 1) or die "$port: $!";
my (%count, $seen);
while (my $client = $server->accept) {
    my ($length, $line) = (0);
    my $first = <$client> // '';
    while (defined($line = <$client>) && $line =~ /\S/) { $length = $1 if $line =~ /^content-length:\s*(\d+)/i }
    read($client, my $body, $length) if $length;
    my $mode = do { local @ARGV = "/srv/$name/mode"; -e $ARGV[0] ? <> : '' };
    chomp $mode;
    my ($status, $text) = $first =~ /^GET/ ? ('200 OK', metrics($mode)) : $mode eq 'errors' ? ('500 Internal Server Error', 'out of space') : ('204 No Content', '');
    print $client "HTTP/1.1 $status\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: " . length($text) . "\r\nConnection: close\r\n\r\n$text";
    close $client;
}

sub metrics {
    my ($mode) = @_;
    my $text = '';
    for my $path (qw(/orders /payments /stock /login /search)) {
        for my $code (200, 404, 500) {
            $count{"$path $code"} += int rand($code == 200 ? 90 : 5);
            $text .= qq(app_requests_total{path="$path",code="$code"} $count{"$path $code"}\n);
        }
    }
    for my $le (0.1, 0.3, 1, 3) { $count{$le} += int rand(50 * $le); $text .= qq(app_latency_seconds_bucket{le="$le"} $count{$le}\n) }
    $count{inf} += 60;
    $text .= qq(app_latency_seconds_bucket{le="+Inf"} $count{inf}\n);
    my $queue = $count{inf} % 4000 > 3700 ? 95 : int rand 60;
    $text .= "app_queue_length $queue\n";
    $text .= "app_queue_length " . ($queue + 1) . "\napp_queue_length " . ($queue + 2) . "\n" if $mode eq 'duplicate';
    if ($mode eq 'old') { my $old = (time - 1 - 20 * ($seen++ % 2)) * 1000; $text =~ s/$/ $old/mg; $text =~ s/^ \d+$//mg }
    $text .= join('', map { qq(app_user_seen{user="$_"} 1\n) } 1 .. 600) if $mode eq 'many';
    $text = "<html><body>Service is being updated</body></html>\n" if $mode eq 'page';
    return $text;
}
