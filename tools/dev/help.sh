# shellcheck shell=bash
# The commands: one row each, name, arguments, what it does.

COMMANDS='run|[--port N] [--empty]|set up what is missing, start in the foreground with two sample partners; Ctrl-C stops all of it
up|[--port N] [--empty] [--distributed]|the same in the background; returns when ready
down||stop what up started
import|--publisher NAME [--private] [--type T] [--format F] [--json] FILE-or-URL|import one feed, wait until it is searchable, print the counts
key|--partner NAME [--scope read,publish,apply] [--origin URL] [--expires DATE]|print a new API key
keys|[PARTNER] [--json] or revoke ID, expire ID DATE, rotate ID [--overlap 7d]|list the API keys, end one or replace one
runs|[PUBLISHER] [--json]|list import runs
confirm|RUN|confirm a held run
undo|RUN|undo a run
validate|[--type T] [--json] FILE-or-URL|print the report that an import of the feed would give; nothing is stored
structures|[--by RULE] [--after ID] [--json] or split RECORD, join RECORD OTHER, rematch RECORD|review which records of partners are one host structure
clock|[--accept] [--who NAME] [--json]|what the services think of their clocks; accept the time after a jump
resync|PUBLISHER|forget what was sent: the next import sends every mission again
test|[NAME] [--long]|all tests, or those of one project or suite (faults, browser)
check|[--static]|format, build, rules, tests: what CI runs
bench|[NAME]|benchmarks: a table, and JSON beside it
fuzz|[TARGET] [--minutes N]|look for inputs that break a reader of foreign bytes (afl-fuzz)
mutate|[PROJECT] [--file GLOB] [--since COMMIT]|put faults into the code by a tool (Stryker) and print which of them no test notices
seeded|[WORD] [--side-by-side N]|put faults into a copy of the code, one at a time, and print which tests catch them
geodata|[--refresh [URL]]|rebuild the table of communes
reset||stop everything and remove the local data'

help_all() {
    printf 'usage: ./dev COMMAND [--data DIR]\n\n'
    local name arguments does
    while IFS='|' read -r name arguments does; do
        printf '  %-10s %s\n' "$name" "$does"
    done <<<"$COMMANDS"
    printf '\n  --data DIR   where everything local is kept (default: .data)\n'
    printf '  ./dev COMMAND --help tells more.\n'
}

is_command() { grep -q "^$1|" <<<"$COMMANDS"; }

help_of() {
    local name arguments does
    IFS='|' read -r name arguments does < <(grep "^$1|" <<<"$COMMANDS")
    printf 'usage: ./dev %s [--data DIR]\n\n  %s\n' "$name${arguments:+ $arguments}" "$does"
    ! declare -F "more_help_$1" >/dev/null || { printf '\n'; "more_help_$1"; }
}

more_help_run() {
    printf '  --port N    address of the front door (default 5080, or the next free one); the nine ports above it are used too\n'
    printf '  --empty     no sample partners\n'
    printf '  Clock__Now=2026-11-02T00:00Z ./dev run   fixes the time that rules and queries see\n'
}

more_help_up() {
    more_help_run
    printf '  --distributed   three processes and RabbitMQ instead of one process\n'
}

more_help_import() {
    printf '  --private   a new publisher is shown to nobody until it opens to somebody (default: to every key)\n'
    printf '  --type T    benevolat, volontariat_service_civique, volontariat_sapeurs_pompiers, volontariat_reserve_operationnelle\n'
    printf '  --format F  xml or rpde: what the publisher has at its address, from now on (a new one: xml)\n'
    printf '  --json      one JSON object on stdout instead of the report\n'
    printf '  exit codes: 0 SUCCESS, 3 HELD, 4 FAILED, 2 usage\n'
}

more_help_key() {
    printf '  --origin https://site.example[,...]   a browser key: for these sites and registered documents only\n'
    help_of_dates --expires
}

more_help_keys() {
    printf '  [PARTNER]                   a line for each key: when it was made, last used and ends, never its text\n'
    printf '  --after ID                  the next page, as the last line of one says\n'
    printf '  revoke ID                   ends the key and its sessions at once; it cannot be taken back\n'
    printf '  expire ID DATE              gives the key, while it is good, another end; never: none\n'
    printf '  rotate ID [--overlap 7d]    prints a new key with the same rights, alone on its line; the old one ends after the\n'
    printf '                              overlap: days, hours or minutes (7d, 12h, 30m), or 0\n'
    help_of_dates DATE
    printf '  exit codes: 0 done, 1 refused, 2 usage\n'
}

help_of_dates() {
    printf '  %s   2027-12-31: the end of that day in Paris; 2027-12-31T12:00:00Z: that instant\n' "$1"
}

more_help_structures() {
    printf '  --by RULE         those matched by RNA, SIRET, SIREN, NAME (a guess, worth a look) or HAND; CONFLICT: records that were not joined,\n'
    printf '                    since their name has no word in common with the one that their number is known under; they wait for a decision\n'
    printf '  --after ID        the next page, as the last line of one says\n'
    printf '  split RECORD      this record stands alone\n'
    printf '  join RECORD OTHER this record is the structure of that one, whatever their numbers\n'
    printf '  rematch RECORD    take the decision back\n'
    printf '  --who NAME        whose decision it is (default: the user of this computer)\n'
}

more_help_clock() {
    printf '  --accept     the time is right: what waited goes on\n'
    printf '  --who NAME   who says so (default: the user of this computer)\n'
    printf '  --json       one JSON object a service\n'
    printf '  A clock has jumped when it went more than an hour from the timer of the processor, or stood before the newest stored time at start.\n'
}

more_help_test() {
    printf '  NAME     a project (Search, Search.Tests) or a suite (faults, browser)\n'
    printf '  --long   the long forms: 10,000 missions, all kills\n'
    printf '  last line: N passed, N failed[, N skipped]\n'
}

more_help_check() { printf '  --static   without the tests\n'; }
