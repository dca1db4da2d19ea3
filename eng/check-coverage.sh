#!/usr/bin/env bash
# usage: check-coverage.sh COBERTURA.xml PERCENT PACKAGE...
# Prints the line coverage of every package and fails when one of those named is below the percentage.
set -euo pipefail
report=$1 least=$2
shift 2
sed -n 's/^.*<package name="\([^"]*\)" line-rate="\([^"]*\)" branch-rate="\([^"]*\)".*$/\1 \2 \3/p' "$report" |
  LC_ALL=C awk -v least="$least" -v named=" $* " '
    { printf "coverage %-24s lines %5.1f %%  branches %5.1f %%\n", $1, $2 * 100, $3 * 100; seen[$1] = 1
      if (index(named, " " $1 " ") && $2 * 100 < least) { printf "coverage of %s is below %s %%\n", $1, least; bad = 1 } }
    END { count = split(named, names, " "); for (i = 1; i <= count; i++) if (!(names[i] in seen)) { print "no coverage of " names[i]; bad = 1 }; exit bad }'
