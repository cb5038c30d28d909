# shellcheck shell=bash
# What is checked, and what it is upgraded from: copies in places of their own; sourced by check.

sources=$work/checkout
before=$work/before
mqtt_port=27883 query_port=27080 ingest_ports=(27081 27082)

# The commit that is checked out, with what is changed and new, under a strict umask.
copy_sources() {
    (
        umask 077
        git clone -q --shared "$repository" "$sources"
        cd "$repository" || exit
        git ls-files -z --deleted | (cd "$sources" && xargs -0 -r rm -f --)
        git ls-files -z --modified --others --exclude-standard | xargs -0 -r sh -c 'ls -d -- "$@" 2>/dev/null' sh |
            tar -c -T - | tar -C "$sources" --no-same-permissions -x
    )
}

# The last version before: the last tag; where there is none yet, the sources before the newest migration of the schema,
# built into images as of now. Prints what it is.
copy_sources_before() {
    local commit=${UPGRADE_FROM:-} overlay='' newest
    [ -n "$commit" ] || commit=$(git -C "$repository" describe --tags --abbrev=0 2>/dev/null || true)
    if [ -z "$commit" ]; then
        overlay="Dockerfile .dockerignore docker-compose.yml packaging/docker"
        newest=$(git -C "$repository" log -1 --format=%H -- db/src/main/resources/io/wattline/db/migration)
        commit=$(git -C "$repository" rev-parse --verify -q "$newest^" || echo "$newest")
    fi
    mkdir -p "$before"
    git -C "$repository" archive "$commit" | tar -C "$before" -x
    # shellcheck disable=SC2086 # the names are a list
    [ -z "$overlay" ] || tar -C "$sources" -c $overlay | tar -C "$before" -x
    git -C "$repository" describe --tags --always "$commit"
}

# What stands in .env on this machine: the ports, and an override that publishes the devices' port on the loopback address
# only, as "dockerd --ip" does not do for compose.
write_settings() {
    cat >"$work/override.yml" <<END
services:
  mosquitto: {ports: !override ["127.0.0.1:$mqtt_port:8883"]}
END
    cat >"$sources/.env" <<END
COMPOSE_FILE=docker-compose.yml:$work/override.yml
COMPOSE_PROJECT_NAME=wattline-check
QUERY_PORT=$query_port
INGEST_PORT=${ingest_ports[0]}
INGEST_PORT_2=${ingest_ports[1]}
END
    pasted settings
}

# use_tag TAG: as if those images had been built last.
use_tag() {
    sed -i '/^WATTLINE_TAG=/d' "$sources/.env"
    echo "WATTLINE_TAG=$1" >>"$sources/.env"
}

# pasted NAME [VARIABLE=VALUE...]: runs a block of commands of docs/deployment.md, as it stands, in the checkout.
pasted() {
    local name=$1 commands
    shift
    commands=$(awk -v start="\`\`\`sh $name" '$0 == start { on = 1; next } /^```/ { on = 0 } on' "$repository/docs/deployment.md")
    [ -n "$commands" ] || die "docs/deployment.md has no block of commands named $name"
    quietly "pasted-$name" timeout 300 env -C "$sources" "$@" bash -euo pipefail -c "$commands"
}
