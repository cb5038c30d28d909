# shellcheck shell=bash
# A Docker engine of the check's own, with its data, socket and programs in one folder; sourced by check.
#
# Programs that this machine lacks are unpacked there from Debian's packages, not installed.

packages=$work/packages
programs=$work/programs
open_files=20000

# missing_packages NAME...: unpacks packages of this machine's own release, with whatever they need that is not installed.
missing_packages() {
    mkdir -p "$packages/partial" "$programs"
    apt-get -qq -y --no-install-recommends --download-only -o "Dir::Cache::archives=$packages" install "$@" >"$logs/apt.log" 2>&1 ||
        die "apt-get could not download $*: $logs/apt.log; try apt-get update"
    for package in "$packages"/*.deb; do
        dpkg-deb -x "$package" "$programs"
    done
}

# packages_of RELEASE TARGET NAME...: unpacks packages of another release of Debian, and nothing that they need.
packages_of() {
    local release=$1 target=$2 private=$work/apt-$1
    shift 2
    mkdir -p "$private/lists/partial" "$private/archives/partial" "$target" "$target.packages"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$private/sources.list"
    cat >"$private/apt.conf" <<END
Dir::Etc::sourcelist "$private/sources.list"; Dir::Etc::sourceparts "-"; Dir::State::lists "$private/lists";
Dir::Cache "$private"; Dir::State::status "/dev/null"; Acquire::Languages "none"; APT::Sandbox::User "root";
END
    (
        cd "$target.packages" || exit
        export APT_CONFIG=$private/apt.conf
        apt-get -qq update && apt-get -qq download "$@"
    ) >>"$logs/apt-$release.log" 2>&1 || die "no $* of Debian $release: $logs/apt-$release.log"
    for package in "$target.packages"/*.deb; do
        dpkg-deb -x "$package" "$target"
    done
}

start_engine() {
    if ! command -v dockerd >/dev/null; then
        missing_packages docker.io debootstrap
        libraries=$programs/usr/lib/$(uname -m)-linux-gnu
        export PATH=$programs/usr/sbin:$programs/usr/bin:$PATH
        export LD_LIBRARY_PATH=$libraries XTABLES_LIBDIR=$libraries/xtables
        for family in iptables ip6tables; do
            for suffix in '' -save -restore; do
                [ -e "/usr/sbin/$family$suffix" ] || ln -sf "$family-nft$suffix" "$programs/usr/sbin/$family$suffix"
            done
        done
    fi
    # An engine that is not ours keeps what it has set up.
    [ -e /sys/class/net/docker0 ] || alone=yes
    forwarding=$(cat /proc/sys/net/ipv4/ip_forward)
    policy=$(iptables -S FORWARD 2>/dev/null | sed -n 's/^-P FORWARD //p')
    # No more files than that for a container, as on many machines: the broker wants more, and must start nevertheless.
    dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/run/exec" --pidfile "$work/run/docker.pid" \
        --default-ulimit "nofile=$open_files:$open_files" >"$logs/dockerd.log" 2>&1 &
    engine=$!
    for _ in $(seq 120); do
        docker version >/dev/null 2>&1 && return
        kill -0 "$engine" 2>/dev/null || break
        sleep 0.5
    done
    tail -3 "$logs/dockerd.log" >&2
    die "the engine did not start: $logs/dockerd.log"
}

# The engine's bridge and its rules outlive it.
forget_network() {
    iptables-save 2>/dev/null | grep -vE 'DOCKER|docker0' | sed "s/^:FORWARD DROP/:FORWARD ${policy:-ACCEPT}/" | iptables-restore 2>/dev/null || true
    ip link delete docker0 2>/dev/null || true
    echo "$forwarding" >/proc/sys/net/ipv4/ip_forward 2>/dev/null || true
}

stop_engine() {
    [ -n "${engine:-}" ] || return 0
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    [ "${alone:-no}" != yes ] || forget_network
    # What it leaves mounted must go before its folder is deleted, or what is mounted there is deleted too.
    awk -v root="$work/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mounted; do
        umount "$mounted" || umount -l "$mounted"
    done
}

# Compose 2 and buildx: Debian 12 has neither.
install_plugins() {
    mkdir -p "$DOCKER_CONFIG/cli-plugins"
    [ -e "$DOCKER_CONFIG/cli-plugins/docker-compose" ] || {
        packages_of "${COMPOSE_FROM:-trixie}" "$work/plugins" docker-compose docker-buildx
        cp "$work"/plugins/usr/libexec/docker/cli-plugins/* "$DOCKER_CONFIG/cli-plugins/"
    }
    docker compose version --short >/dev/null || die "docker compose does not run"
}
