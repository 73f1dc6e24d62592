#!/bin/sh
# Sets up Hashline's hub in a PostgreSQL cluster of this machine (Debian, Ubuntu). Run again, it changes nothing.
#
#   sudo ./install.sh 15/main      the cluster, as pg_lsclusters names it
#
# It makes the database `hashline`, two roles, and a schema in that database; lays three certificate files into the
# cluster's data directory and one file into its conf.d; and puts a marked block at the head of pg_hba.conf and of
# pg_ident.conf. It stops before it changes anything where the cluster is not fit for this.
set -eu
umask 077
cd "$(dirname "$0")"

stop() {
  printf 'Nothing was changed: %s\n' "$1" >&2
  exit 1
}
say() { printf '%s\n' "$1"; }

# -- What has to be so --------------------------------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || stop 'run this as root.'
for file in hub.sql first-device.sql hashline.conf pg_hba.part pg_ident.part server.crt server.key ca.crt; do
  [ -f "$file" ] || stop "$file is missing from this folder."
done
for program in pg_lsclusters pg_conftool psql runuser awk cmp; do
  command -v "$program" >/dev/null || stop "there is no $program. Install postgresql and postgresql-common."
done
[ $# = 1 ] || stop "name the cluster, as in: $0 15/main. There are:
$(pg_lsclusters)"
version=${1%/*}
cluster=${1#*/}
case $version in '' | *[!0-9]*) stop "$1 is no cluster: write it as 15/main." ;; esac
[ "$version" -ge 15 ] || stop "PostgreSQL 15 is the oldest that will do, and this is $version."
etc=/etc/postgresql/$version/$cluster
[ -d "$etc" ] || stop "there is no $etc."

sql() { runuser -u postgres -- psql --cluster "$version/$cluster" -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

sql -d postgres -c 'SELECT 1' >/dev/null || stop "the cluster $1 does not answer. Start it: pg_ctlcluster $version $cluster start"
setting() { sql -d postgres -c "SELECT setting FROM pg_settings WHERE name = '$1'"; }
data=$(setting data_directory)
hba=$(setting hba_file)
ident=$(setting ident_file)
grep -Eq "^[[:space:]]*include_dir[[:space:]]*=?[[:space:]]*'conf\.d'" "$etc/postgresql.conf" ||
  stop "$etc/postgresql.conf does not include conf.d."
for name in ssl_cert_file ssl_key_file ssl_ca_file; do
  value=$(setting "$name")
  case $value in
    '' | hashline-* | server.crt | server.key | /etc/ssl/certs/ssl-cert-snakeoil.pem | /etc/ssl/private/ssl-cert-snakeoil.key) ;;
    *) stop "$name is $value, so others use TLS here. Make a cluster for the hub: pg_createcluster --start $version hashline" ;;
  esac
done

# -- Database -----------------------------------------------------------------------------------------------------------

if [ -z "$(sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'hashline'")" ]; then
  sql -d postgres -c "CREATE DATABASE hashline ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
  say 'Made the database hashline.'
fi
PGOPTIONS='-c client_min_messages=warning' sql --single-transaction -d hashline -f - <hub.sql
sql --single-transaction -d hashline -f - <first-device.sql
say 'The schema hl is as hub.sql says.'

# -- Files --------------------------------------------------------------------------------------------------------------

# lay SOURCE TARGET MODE: a copy that belongs to postgres, if it is not there already.
lay() {
  if [ -f "$2" ] && cmp -s "$1" "$2"; then return; fi
  install -o postgres -g postgres -m "$3" "$1" "$2"
  say "Wrote $2."
}

# block SOURCE TARGET: SOURCE between two marks at the head of TARGET, in the place of such a block.
block() {
  new=$(mktemp)
  {
    printf '# hashline begin\n'
    cat "$1"
    printf '# hashline end\n'
    awk '/^# hashline begin$/ { inside = 1 } !inside { print } /^# hashline end$/ { inside = 0 }' "$2"
  } >"$new"
  if ! cmp -s "$new" "$2"; then
    cp -p "$2" "$2.before-hashline"
    cat "$new" >"$2"
    say "Put a block at the head of $2; the file before is $2.before-hashline."
  fi
  rm -f "$new"
}

lay ca.crt "$data/hashline-ca.crt" 0644
lay server.crt "$data/hashline-server.crt" 0644
lay server.key "$data/hashline-server.key" 0600
# Only what it says of addresses is for people to change.
if [ ! -f "$etc/conf.d/hashline.conf" ]; then lay hashline.conf "$etc/conf.d/hashline.conf" 0644; fi
block pg_ident.part "$ident"
block pg_hba.part "$hba"

# Before it is reloaded a server without TLS cannot use a rule for it, and an address needs a restart.
wrong=$(sql -d postgres -c "
  SELECT 'line ' || line_number || ' of pg_hba.conf: ' || error FROM pg_hba_file_rules
    WHERE error IS NOT NULL AND error NOT LIKE '%SSL is disabled%'
  UNION ALL SELECT name || ': ' || error FROM pg_file_settings
    WHERE error IS NOT NULL AND name <> 'listen_addresses'")
if [ -n "$wrong" ]; then
  printf 'These settings do not work, and are not yet in force:\n%s\n' "$wrong" >&2
  exit 1
fi
sql -d postgres -c 'SELECT pg_reload_conf()' >/dev/null
sleep 1
wrong=$(sql -d postgres -c "
  SELECT 'line ' || line_number || ' of pg_hba.conf: ' || error FROM pg_hba_file_rules WHERE error IS NOT NULL")
if [ -n "$wrong" ] || [ "$(setting ssl)" != on ]; then
  printf 'PostgreSQL did not take the settings; its log says why.\n%s\n' "$wrong" >&2
  exit 1
fi

# -- What is left -------------------------------------------------------------------------------------------------------

if [ -n "$(sql -d postgres -c "SELECT 1 FROM pg_settings WHERE pending_restart")" ]; then
  say "PostgreSQL listens at other addresses once it is restarted: pg_ctlcluster $version $cluster restart"
else
  say 'Everything is in force.'
fi
port=$(setting port)
say "Seats reach the hub at port $port. Then, at a seat: hashline team check"
