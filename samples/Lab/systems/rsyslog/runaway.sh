# runaway.sh N: a program logs the same failure N times without a pause.
[ -n "$UNDO" ] && exit 0
seq "$1" | sed 's/.*/ERROR session cache: lookup & failed, trying again/' | logger -t sessiond --id=$$
