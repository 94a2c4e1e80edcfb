# What the tests need of the machine: a private PostgreSQL cluster, Chromium, a Chinese font. Sourced by script/test.

install_packages() { # Debian's packages, where we may install them
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; } || return 1
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    echo "正在安装系统软件包：$*" >&2
    if [ -z "${APT_UPDATED:-}" ]; then "${as_root[@]+"${as_root[@]}"}" apt-get update -qq >/dev/null && APT_UPDATED=1; fi
    DEBIAN_FRONTEND=noninteractive "${as_root[@]+"${as_root[@]}"}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

postgres_bin() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then echo "$folder"; return 0; fi
    done
    return 1
}

as_postgres() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then runuser -u "$POSTGRES_OWNER" -- "$@"; else "$@"; fi
}

start_postgres() { # start_postgres SCRATCH: a private cluster on a socket of its own; sets POSTGRES_URL
    POSTGRES_BIN=$(postgres_bin) || { install_packages postgresql && POSTGRES_BIN=$(postgres_bin); } || return 1
    POSTGRES_OWNER=$(id -un postgres 2>/dev/null || echo nobody)
    POSTGRES_HOME=$(mktemp -d /tmp/qingdan-pg.XXXXXX)
    [ "$(id -u)" = 0 ] && chown "$POSTGRES_OWNER" "$POSTGRES_HOME"
    as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_HOME/data" -U qingdan -A trust -E UTF8 --locale=C >"$1/initdb.log" 2>&1 || { cat "$1/initdb.log" >&2; return 1; }
    as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -w -t 60 -l "$POSTGRES_HOME/log" \
        -o "-k $POSTGRES_HOME -c listen_addresses='' -c fsync=off -c max_connections=300 ${POSTGRES_OPTIONS:-}" start >/dev/null || { cat "$POSTGRES_HOME/log" >&2; return 1; }
    POSTGRES_URL="postgresql://qingdan@/postgres?host=$POSTGRES_HOME"
}

stop_postgres() {
    [ -n "${POSTGRES_HOME:-}" ] || return 0
    as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$POSTGRES_HOME"
}

ensure_chromium() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then CHROMIUM=$(command -v "$name"); export CHROMIUM; return 0; fi
    done
    install_packages chromium && CHROMIUM=$(command -v chromium) && export CHROMIUM
}

ensure_fonts() {
    [ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ] || install_packages fonts-noto-cjk
}
