# Read by the other scripts: makes .venv with what a lock file names, from nothing but Python and git.
# shellcheck shell=sh

UV_VERSION=0.13.9
PYTHON=.venv/bin/python

say() { echo "$*" >&2; }

# Install Debian packages, or say which line would do it.
packages() {
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"
  else say "Please run once: sudo apt-get install -y $*"; return 1
  fi
  if ! command -v apt-get >/dev/null 2>&1; then say "Please install these packages: $*"; return 1; fi
  say "Installing $*"
  $as_root apt-get update -qq >&2 || say "apt-get update had problems; going on with what is known."
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The newest Python that is new enough.
find_python() {
  for candidate in python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer is needed."
  return 1
}

make_venv() {
  [ -x "$PYTHON" ] && "$PYTHON" -m pip --version >/dev/null 2>&1 && return
  base=$(find_python) || return 1
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    packages "python$version-venv" || return 1
  fi
  say "Making .venv with $base"
  rm -rf .venv
  "$base" -m venv .venv
}

# Of a list of addresses, those that are not folders that do not exist: pip skips such, uv stops.
reachable() {
  for address in $1; do
    case $address in
      http*) printf '%s ' "$address" ;;
      *) [ ! -d "${address#file://}" ] || printf '%s ' "$address" ;;
    esac
  done | sed 's/ *$//'
}

# uv is told what pip knows: certificates, index, folders of wheels.
configure_uv() {
  pip_knows() { "$PYTHON" -m pip config get "global.$1" 2>/dev/null | tr '\n' ' ' | sed 's/ *$//'; }
  certificates=${SSL_CERT_FILE:-${PIP_CERT:-$(pip_knows cert)}}
  if [ -n "$certificates" ]; then export SSL_CERT_FILE="$certificates"; else export UV_SYSTEM_CERTS=1; fi
  index=${PIP_INDEX_URL:-$(pip_knows index-url)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
  more=$(reachable "${PIP_EXTRA_INDEX_URL:-$(pip_knows extra-index-url)}")
  [ -z "$more" ] || export UV_INDEX="${UV_INDEX:-$more}" UV_INDEX_STRATEGY=unsafe-best-match # as pip chooses
  links=$(reachable "${PIP_FIND_LINKS:-$(pip_knows find-links)}")
  [ -z "$links" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$links}"
  export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}" UV_LINK_MODE="${UV_LINK_MODE:-copy}"
}

# Install a lock file unless it is installed already; pip does it where uv cannot.
environment() {
  lock=$1
  stamp=".venv/installed-$(basename "$lock" .txt)"
  wanted=$(cksum <"$lock")
  [ -x "$PYTHON" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  make_venv || return 1
  say "Installing $lock"
  ( "$PYTHON" -m pip install -q --disable-pip-version-check "uv==$UV_VERSION" && configure_uv &&
    .venv/bin/uv pip install -q --python "$PYTHON" -r "$lock" ) || {
    say "uv could not; trying with pip."
    "$PYTHON" -m pip install -q --disable-pip-version-check -r "$lock" || return 1
  }
  echo "$wanted" >"$stamp"
}
